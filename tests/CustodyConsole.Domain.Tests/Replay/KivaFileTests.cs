using System.Globalization;
using System.IO.Compression;
using System.Text;
using CustodyConsole.Replay;

namespace CustodyConsole.Domain.Tests.Replay;

public sealed class KivaFileTests
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    private const string Good =
        """
        {"id": 7, "status": "paid", "loan_amount": 500, "lender_count": 3, "posted_date": "2006-07-02T23:30:00Z",
        "funded_date": "2006-07-01T06:00:00Z", "partner_id": 5, "sector": {"any": [1]},
        "scheduled_payments": [{"due_date": "2006-09-16T07:00:00Z", "amount": 416.67},
        {"due_date": "2006-08-16T07:00:00Z", "amount": 83.33}],
        "payments": [{"payment_id": 12, "amount": 84, "processed_date": "2006-09-01T01:00:00+08:00"},
        {"payment_id": 11, "amount": 0.01, "processed_date": "2006-08-01T01:00:00Z"}]}
        """;

    [Fact]
    public void A_loan_is_read_in_fen_and_utc_dates_with_its_events_in_order()
    {
        var loan = Loans($"[\n{Good}\n]").Single();
        Assert.Equal((2L, 7L, 50_000L, 3), (loan.Line, loan.Id, loan.AmountFen, loan.LenderCount));
        Assert.Equal(5, loan.PartnerId);
        Assert.True(loan.IsReleased);
        Assert.Equal(new DateOnly(2006, 7, 1), loan.BidOn);
        Assert.Equal(
            [new(new(2006, 8, 16), 8_333, 8_333), new KivaScheduled(new(2006, 9, 16), 41_667, 50_000)], loan.Schedule);
        Assert.Equal(
            [new(11, 1, new(2006, 8, 1)), new KivaPayment(12, 8_400, new(2006, 8, 31))], loan.Payments);
    }

    [Fact]
    public void Two_instalments_of_one_date_are_one_row()
    {
        var loan = Loans($"[{Good.Replace("2006-09-16", "2006-08-16", StringComparison.Ordinal)}]").Single();
        Assert.Equal([new KivaScheduled(new(2006, 8, 16), 50_000, 50_000)], loan.Schedule);
    }

    [Fact]
    public void A_payment_that_is_listed_twice_counts_once()
    {
        var loan = Loans($"[{Good.Replace("\"payments\": [", "\"payments\": [{\"payment_id\": 11, \"amount\": 0.01, " +
            "\"processed_date\": \"2006-08-01T02:00:00Z\"},", StringComparison.Ordinal)}]").Single();
        Assert.Equal(2, loan.Payments.Count);
    }

    [Fact]
    public void A_listing_that_failed_needs_no_dates_lenders_or_lists()
    {
        var loan = Loans("""[{"id": 1, "status": null, "loan_amount": 75, "lender_count": 0}]""").Single();
        Assert.False(loan.IsReleased);
        Assert.Null(loan.BidOn);
        Assert.Empty(loan.Payments);
    }

    [Theory]
    [InlineData("\"loan_amount\": 500", "\"loan_amount\": -5", "loan_amount: '-5' is below 0.01.")]
    [InlineData("\"loan_amount\": 500", "\"loan_amount\": 0", "loan_amount: '0' is below 0.01.")]
    [InlineData("\"loan_amount\": 500", "\"loan_amount\": \"500\"", "loan_amount: '\"500\"' is not a number.")]
    [InlineData("\"loan_amount\": 500", "\"loan_amount\": 1e3",
        "loan_amount: '1e3' is not an amount in yuan with at most two decimals.")]
    [InlineData("\"loan_amount\": 500", "\"loan_amount\": 5.001",
        "loan_amount: '5.001' is not an amount in yuan with at most two decimals.")]
    [InlineData("\"loan_amount\": 500", "\"loan_amount\": 92233720368547758.08",
        "loan_amount: '92233720368547758.08' is above 1,000,000,000.00.")]
    [InlineData("\"loan_amount\": 500", "\"loan_amount\": 1000000000.01",
        "loan_amount: '1000000000.01' is above 1,000,000,000.00.")]
    [InlineData("\"loan_amount\": 500, ", "", "loan_amount: The field is missing.")]
    [InlineData("\"lender_count\": 3", "\"lender_count\": 0", "lender_count: A paid loan has no lender.")]
    [InlineData("\"lender_count\": 3", "\"lender_count\": 3.5", "lender_count: '3.5' is not a whole number.")]
    [InlineData("\"lender_count\": 3", "\"lender_count\": 9999", "lender_count: '9999' is above 6000.")]
    [InlineData("\"2006-07-01T06:00:00Z\"", "null", "funded_date: A paid loan has no day of release.")]
    [InlineData("2006-07-01T06:00:00Z", "2006-07-01T06:00:00",
        "funded_date: '2006-07-01T06:00:00' names no time zone.")]
    [InlineData("2006-07-01T06:00:00Z", "2006-02-30T06:00:00Z",
        "funded_date: '2006-02-30T06:00:00Z' is not a timestamp like 2006-07-16T07:00:00Z.")]
    [InlineData("2006-07-01T06:00:00Z", "0001-01-01T00:00:00Z",
        "funded_date: '0001-01-01T00:00:00Z' is not a date from 1990 to 2099.")]
    [InlineData("\"partner_id\": 5", "\"partner_id\": null",
        "partner_id: A paid loan has no guarantor but has a schedule.")]
    [InlineData("\"amount\": 84", "\"amount\": 0", "payments[0].amount: '0' is below 0.01.")]
    [InlineData("\"payment_id\": 11", "\"payment_id\": 12",
        "payments[1].payment_id: Payment 12 is listed twice with different content.")]
    [InlineData("\"paid\"", "\"\\ud800\"", "status: '\"\\ud800\"' is not a valid text.")]
    public void A_bad_field_is_named_with_line_loan_and_reason(string good, string bad, string sentence)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        using var file = new TemporaryFile($"[\n{Good.Replace(good, bad, StringComparison.Ordinal)},\n{Good}]");
        var items = KivaFile.Read(file.Path).ToList();
        Assert.Equal($"{file.Path}, line 2, loan 7, {sentence}", items[0].Fault!.Sentence(English));
        Assert.False(items[0].Fault!.Fatal);
        Assert.Equal(7, items[1].Record!.Id);
    }

    [Fact]
    public void A_loan_and_a_payment_of_the_same_number_are_refused_the_second_time()
    {
        var other = Good.Replace("\"id\": 7", "\"id\": 8", StringComparison.Ordinal);
        Assert.Equal(["id: A loan of this number came before.", "payments: Payment 11 belongs to loan 7."],
            Faults($"[{Good},{Good},{other}]").Select(fault => $"{fault.Field}: {fault.Reason.English}"));
    }

    [Fact]
    public void A_field_that_is_named_twice_is_refused() =>
        Assert.Equal("A field is named twice or nested too deep.",
            Faults($"[{Good.Replace("\"id\": 7", "\"id\": 7, \"id\": 8", StringComparison.Ordinal)}]").Single()
                .Reason.English);

    [Theory]
    [InlineData("", "The file is empty: it has no rows.")]
    [InlineData(" \n ", "The file is empty: it has no rows.")]
    [InlineData("[]", "The file is empty: it has no rows.")]
    [InlineData("{\"id\": 1}", "This is another format; wanted is a JSON array of loans (kiva).")]
    [InlineData("¥10,000, 7%, 1个月", "This is another format; wanted is a JSON array of loans (kiva).")]
    [InlineData("id,amount\n1,2\n", "This is another format; wanted is a JSON array of loans (kiva).")]
    [InlineData("a\0b", "This is a binary file, not a text.")]
    public void A_file_of_another_kind_is_refused_in_one_sentence(string content, string reason)
    {
        var fault = Faults(content).Single();
        Assert.Equal(reason, fault.Reason.English);
        Assert.True(fault.Fatal);
    }

    [Fact]
    public void A_gzip_archive_is_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(Encoding.UTF8.GetBytes(Good));
        using var file = new TemporaryFile(packed.ToArray());
        Assert.Equal($"{file.Path}: This is a gzip archive, not a text.", OnlyFault(file.Path).Sentence(English));
        Assert.Equal(
            $"{file.Path}：这是 gzip 压缩文件，不是文本文件。", OnlyFault(file.Path).Sentence(new CultureInfo("zh-CN")));
    }

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_refused()
    {
        Assert.Equal(
            "/no/such/loans.json: The file does not exist.", OnlyFault("/no/such/loans.json").Sentence(English));
        var folder = Path.GetTempPath();
        Assert.Equal(
            $"{folder}: This is a folder, a pipe or a device, not a file.", OnlyFault(folder).Sentence(English));
    }

    [Fact]
    public void JSON_that_is_cut_off_anywhere_ends_in_a_fatal_fault()
    {
        var whole = Encoding.UTF8.GetBytes($"[\n{Good}\n]");
        for (var length = 2; length < whole.Length; length++)
        {
            using var file = new TemporaryFile(whole[..length]);
            var last = KivaFile.Read(file.Path).Last();
            Assert.True(last.Fault is { Fatal: true }, $"cut at {length}");
            Assert.Equal("replay-file.cut-off", last.Fault.Reason.Code);
        }
    }

    [Theory]
    [InlineData("[{\"id\": 1,}]", "The JSON is broken at or after record 1.")]
    [InlineData("[1] [2]", "The JSON is broken at or after record 2.")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "The JSON is broken at or after record 1.")]
    public void Broken_JSON_ends_in_a_fatal_fault(string content, string reason)
    {
        var last = Faults(content)[^1];
        Assert.Equal((reason, true), (last.Reason.English, last.Fatal));
    }

    [Fact]
    public void Loans_longer_than_the_buffer_are_read_with_their_lines()
    {
        var filler = new string('x', 100_000);
        var text = string.Join(",\n", Enumerable.Range(1, 20).Select(id =>
            $$"""{"id": {{id}}, "status": "lost", "loan_amount": 1, "lender_count": 1, "text": "{{filler}}"}"""));
        Assert.Equal(Enumerable.Range(1, 20).Select(id => ((long)id, (long)id)),
            Loans($"[{text}]").Select(loan => (loan.Id, loan.Line)));
    }

    [Fact]
    public void The_real_file_is_read_without_a_fault()
    {
        var items = KivaFile.Read(RealData.Find("kiva/loans.json")).ToList();
        var loans = items.Select(item => item.Record!).ToList();
        Assert.DoesNotContain(items, item => item.Fault is not null);
        Assert.Equal((500, 452), (loans.Count, loans.Count(l => l.IsReleased)));
        Assert.Equal(3_756, loans.Sum(l => l.Payments.Count));
        Assert.Equal(24_087_500, loans.Where(l => l.IsReleased).Sum(l => l.Payments.Sum(p => p.AmountFen)));
        Assert.All(loans.Where(l => l.Schedule.Count > 0),
            l => Assert.Equal(l.AmountFen, l.Schedule[^1].CumulativeFen));
    }

    private static List<KivaLoan> Loans(string content)
    {
        using var file = new TemporaryFile(content);
        return [.. KivaFile.Read(file.Path)
            .Select(item => item.Record ?? throw new InvalidDataException(item.Fault!.Sentence(English)))];
    }

    private static ReplayFault OnlyFault(string path) => KivaFile.Read(path).Single().Fault!;

    private static List<ReplayFault> Faults(string content)
    {
        using var file = new TemporaryFile(content);
        return [.. KivaFile.Read(file.Path).Where(item => item.Fault is not null).Select(item => item.Fault!)];
    }
}
