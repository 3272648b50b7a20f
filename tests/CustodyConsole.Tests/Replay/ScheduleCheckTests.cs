using CustodyConsole.Domain;
using CustodyConsole.Replay;

namespace CustodyConsole.Tests.Replay;

public sealed class ScheduleCheckTests
{
    private const string Renrendai = "code,amount,annual_rate,months,monthly_payment,status";

    [Fact]
    public void A_payment_computed_per_share_of_fifty_yuan_is_explained()
    {
        // 50 yuan at 15 % over 24 months: 2.4243, so 2.42 a share; 1,000 shares.
        var check = Check("1,50000,0.15,24,2420,1", "2,50000,0.15,24,2424,1");
        Assert.Equal((2, 1, 1), (check.Rows, check.Explained, check.Unexplained));
        var (line, row) = Assert.Single(check.Rest);
        Assert.Equal((3, 242_400, 242_000L), (line, row.StatedFen, row.ComputedFen));
    }

    [Fact]
    public void Thirteen_percent_is_read_as_12_6_over_24_months_and_13_2_over_36()
    {
        var check = Check("1,50000,0.13,24,2370,1", "2,50000,0.13,36,1690,1");
        Assert.Equal((2, 2, 2), (check.Rows, check.Explained, check.ExplainedByReading));
        Assert.Equal(0, Check("1,50000,0.13,24,2380,1").ExplainedByReading);
    }

    [Fact]
    public void An_amount_that_is_no_multiple_of_a_share_stays_unexplained()
    {
        var check = Check("1,50010,0.15,24,2420,1");
        Assert.Equal((1, 0), (check.Unexplained, check.RefusedLines));
        Assert.Null(check.Rest[0].Case.ComputedFen);
    }

    [Theory]
    [InlineData("1,50000,0.15,24", "replay-file.cell-count")]
    [InlineData("", "replay-file.cell-count")]
    [InlineData("1,50000,0.15,24,2420,1,2,3000,0.1,3,1017,1", "replay-file.cell-count")]
    [InlineData("1,\"50000\",0.15,24,2420,1", "replay-file.quoted")]
    [InlineData("1,-50000,0.15,24,2420,1", "replay-file.cell")]
    [InlineData("1,5e4,0.15,24,2420,1", "replay-file.cell")]
    [InlineData("1,99999999999999999999,0.15,24,2420,1", "replay-file.cell")]
    [InlineData("1,50000,15 %,24,2420,1", "replay-file.cell")]
    [InlineData("1,50000,0.12345,24,2420,1", "replay-file.cell")]
    [InlineData("1,50000,0.15,2.5,2420,1", "replay-file.cell")]
    [InlineData("1,50000,0.15,24,,1", "replay-file.cell")]
    [InlineData("1,0,0.15,24,2420,1", "schedule.principal-out-of-range")]
    [InlineData("1,50000,0.15,0,2420,1", "schedule.months-out-of-range")]
    [InlineData("1,50000,99,24,2420,1", "schedule.rate-out-of-range")]
    public void A_line_that_cannot_be_read_is_refused_with_its_number_and_the_rest_goes_on(string line, string code)
    {
        var check = Check("1,50000,0.15,24,2420,1", line, "3,3000,0.1,3,1017,1");
        Assert.Equal((2, 2, 1), (check.Rows, check.Explained, check.RefusedLines));
        Assert.Equal((3, code), (check.Refused[0].Line, check.Refused[0].Reason.Code));
    }

    [Fact]
    public void A_line_without_end_is_refused_without_being_held()
    {
        var check = Check("1,50000,0.15,24,2420,1", new string('7', 1_000_000), "3,3000,0.1,3,1017,1");
        Assert.Equal((2, "replay-file.line-too-long"), (check.Rows, check.Refused[0].Reason.Code));
    }

    [Theory]
    [InlineData("", "replay-file.empty")]
    [InlineData(Renrendai, "replay-file.empty")]
    [InlineData("loan_amount,term\n5000,36", "replay-file.other-format")]
    [InlineData("{\"loans\": []}", "replay-file.other-format")]
    public void Another_format_and_an_empty_file_are_refused(string text, string code) => Assert.Equal(
        code,
        Outcome(text).Refusal?.Code);

    [Fact]
    public void Windows_line_ends_and_a_missing_last_one_are_read() =>
        Assert.Equal(2, Run($"{Renrendai}\r\n1,50000,0.15,24,2420,1\r\n3,3000,0.1,3,1017,1").Explained);

    [Fact]
    public void At_least_997_of_1000_real_payments_of_renrendai_are_explained()
    {
        var check = RunFile(ScheduleFormat.Renrendai, "renrendai", "listings.csv");
        Assert.True(check.EnoughExplained, $"{check.Explained} of {check.Rows}");
        Assert.Equal(0, check.RefusedLines);
        Assert.True(check.ExplainedByReading > 0);
    }

    [Fact]
    public void At_least_999_of_1000_real_payments_of_lendingclub_are_explained()
    {
        var check = RunFile(ScheduleFormat.LendingClub, "lendingclub", "loans.csv");
        Assert.True(check.EnoughExplained, $"{check.Explained} of {check.Rows}");
        Assert.Equal(0, check.RefusedLines);
    }

    private static ScheduleCheck Check(params string[] lines) => Run(string.Join('\n', [Renrendai, .. lines]));

    private static ScheduleCheck Run(string text) => Outcome(text).Value;

    private static Outcome<ScheduleCheck> Outcome(string text) =>
        ScheduleCheck.Run(ScheduleFormat.Renrendai, new StringReader(text), TestContext.Current.CancellationToken);

    private static ScheduleCheck RunFile(ScheduleFormat format, params string[] path)
    {
        using var reader = new StreamReader(RealData.Find(Path.Combine(path)));
        return ScheduleCheck.Run(format, reader, TestContext.Current.CancellationToken).Value;
    }
}
