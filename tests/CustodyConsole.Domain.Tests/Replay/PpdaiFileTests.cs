using System.Globalization;
using System.Text;
using CustodyConsole.Replay;

namespace CustodyConsole.Domain.Tests.Replay;

public sealed class PpdaiFileTests
{
    private const string Good = "¥12,345, 8.21%, 3个月, 还款方式:等额本息(按月还款), 130分, 241分, 男, 4次成功, " +
        "1次流标(非实时), 进度条：100%投标人数：19人结束时间：2015/9/5, 21, AAA, ";

    [Fact]
    public void A_line_is_read_with_the_number_of_bidders_that_it_names()
    {
        var listing = Read($"\uFEFF{Good}\r\n\n{Good}\n").Select(item => item.Record!).ToList();
        Assert.Equal((1L, 1_234_500L, 821, 3, 19), (listing[0].Line, listing[0].AmountFen, listing[0].RateBps,
            listing[0].Months, listing[0].Bidders));
        Assert.Equal(("等额本息(按月还款)", new DateOnly(2015, 9, 5), "AAA", false), (listing[0].RepaymentText.Split(',')[0],
            listing[0].EndsOn, listing[0].Rating, listing[0].Merged));
        Assert.Equal(3, listing[1].Line);
        Assert.NotEqual(listing[0].Key, listing[1].Key);
    }

    [Theory]
    [InlineData("¥12,345", "¥3,¥12,345", "amount: '¥3,¥12,345' is not an amount like ¥10,000.")]
    [InlineData("¥12,345", "¥-5", "amount: '¥-5' is not an amount like ¥10,000.")]
    [InlineData("¥12,345", "¥0", "amount: '¥0' is not an amount like ¥10,000.")]
    [InlineData("¥12,345", "¥99999999999999999999", "amount: '¥99999999999999999999' is not an amount like ¥10,000.")]
    [InlineData("8.21%", "8.215%", "rate: '8.215%' is not a rate like 8.21% of at most 100%.")]
    [InlineData("8.21%", "821%", "rate: '821%' is not a rate like 8.21% of at most 100%.")]
    [InlineData("3个月", "0个月", "months: '0个月' is not a term like 12个月 of at most 360.")]
    [InlineData("还款方式:", "", "way of repayment: '等额本息(按月还款)' is not a text that begins with 还款方式:.")]
    [InlineData("：19人", "：0人", "bidders: '0' is not a number from 1 to 20000.")]
    [InlineData("：19人", "：20001人", "bidders: '20001' is not a number from 1 to 20000.")]
    [InlineData("2015/9/5", "2015/9/31", "end date: '2015/9/31' is not a date from 1990 to 2099.")]
    [InlineData("投标人数", "", "bidders: The line ends before 投标人数：.")]
    public void A_torn_line_is_named_with_number_and_reason_and_the_rest_is_read(
        string good, string bad, string sentence)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var items = Read($"{Good}\n{Good.Replace(good, bad, StringComparison.Ordinal)}\n{Good}\n");
        Assert.EndsWith(
            $", line 2, {sentence}", items[1].Fault!.Sentence(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.False(items[1].Fault!.Fatal);
        Assert.Equal([1L, 3L], items.Where(item => item.Record is not null).Select(item => item.Record!.Line));
    }

    [Fact]
    public void A_line_that_is_cut_off_anywhere_is_torn()
    {
        for (var length = 1; length < Good.Length - 1; length++)
            Assert.Null(PpdaiFile.Parse("x", 1, Good[..length]).Record);
    }

    [Fact]
    public void Two_records_that_ran_together_are_marked()
    {
        var other = Good.Replace("19人", "7人", StringComparison.Ordinal);
        var merged = Read($"{Good}{other}\n").Single().Record!;
        Assert.True(merged.Merged);
        Assert.Equal((1_234_500L, 7), (merged.AmountFen, merged.Bidders));
    }

    [Fact]
    public void A_line_that_is_not_UTF8_or_endless_is_torn()
    {
        byte[] good = Encoding.UTF8.GetBytes(Good + "\n");
        byte[] endless = [.. Enumerable.Repeat((byte)'x', 500_000), (byte)'\n'];
        using var file = new TemporaryFile([.. good, 0xC2, .. good, .. endless, .. good]);
        var items = PpdaiFile.Read(file.Path).ToList();
        Assert.Equal(["2 This is not UTF-8.", "3 The line has more than 16,384 characters."],
            items.Where(item => item.Fault is not null)
                .Select(item => $"{item.Fault!.Line} {item.Fault.Reason.English}"));
        Assert.Equal([1L, 4L], items.Where(item => item.Record is not null).Select(item => item.Record!.Line));
    }

    [Theory]
    [InlineData("[{\"id\": 1}]")]
    [InlineData("amount,rate\n1,2\n")]
    public void A_file_of_another_kind_is_refused_in_one_sentence(string content)
    {
        var fault = Read(content).Single().Fault!;
        Assert.True(fault.Fatal);
        Assert.Equal("replay-file.other-format", fault.Reason.Code);
    }

    [Fact]
    public void The_real_file_names_4_427_listings_and_307_819_bids()
    {
        var items = PpdaiFile.Read(RealData.Find("ppdai/listings.txt")).ToList();
        var listings = items.Where(item => item.Record is not null).Select(item => item.Record!).ToList();
        Assert.Equal([1_018L], items.Where(item => item.Fault is not null).Select(item => item.Fault!.Line));
        Assert.Equal([1_694L, 2_609L], listings.Where(l => l.Merged).Select(l => l.Line));
        Assert.Equal((4_427, 307_819), (listings.Count, listings.Sum(l => l.Bidders)));
        Assert.Equal(2_310_475, listings.Sum(l => (long)l.Bidders * l.Months));
        Assert.Equal(listings.Count, listings.Select(l => l.Key).Distinct().Count());
    }

    private static List<ReplayItem<PpdaiListing>> Read(string content)
    {
        using var file = new TemporaryFile(content);
        return [.. PpdaiFile.Read(file.Path)];
    }
}
