using CustodyConsole.Domain.Listings;
using CustodyConsole.Replay;

namespace CustodyConsole.Domain.Tests.Replay;

public sealed class KivaTimelineTests
{
    private static readonly DateOnly Undated = new(2005, 1, 1);

    [Fact]
    public void A_payment_goes_to_the_guarantor_first_then_to_principal_and_the_rest_stays()
    {
        var steps = Loan(1).Steps;
        Assert.Equal(
            [
                new KivaPaid(new(2006, 2, 10), 11, 10_000, 0, 10_000),
                new KivaPaid(new(2006, 4, 1), 12, 15_000, 0, 15_000),
                new KivaCompensated(new(2006, 5, 12), new(2006, 4, 12), 5_000),
                new KivaPaid(new(2006, 5, 20), 13, 8_000, 5_000, 0),
            ],
            steps);
    }

    [Fact]
    public void What_is_dated_before_the_release_waits_for_it() =>
        Assert.Equal(new(2006, 2, 5), Loan(6).Steps[0].On);

    [Fact]
    public void The_last_day_is_the_last_check_even_when_nothing_is_missing() =>
        Assert.Equal(new(2006, 4, 4), Loan(6).LastDay);

    [Fact]
    public void A_loan_without_dates_is_registered_and_fails_on_the_day_given()
    {
        var loan = Loan(5);
        Assert.Equal((Undated, Undated), (loan.RegisteredOn, loan.DecidedOn));
    }

    [Fact]
    public void A_loan_without_a_schedule_is_never_compensated_and_has_no_plan()
    {
        Assert.Null(Loan(3).Plan);
        Assert.DoesNotContain(Loan(3).Steps, step => step is KivaCompensated);
    }

    [Theory]
    [InlineData(60, 60, 40)]
    [InlineData(90, 60, 10)]
    [InlineData(10, 20, 90)]
    public void A_schedule_becomes_a_plan_of_exactly_the_loan(int first, int second, int lastOfPlan)
    {
        var text = $$"""
            [{"id": 1, "status": "paid", "loan_amount": 100, "lender_count": 1, "funded_date": "2006-01-01",
            "partner_id": 1, "scheduled_payments": [{"due_date": "2006-02-01", "amount": {{first}}},
            {"due_date": "2006-03-01", "amount": 0}, {"due_date": "2006-04-01", "amount": {{second}}}]}]
            """;
        Assert.Equal(
            [new PlanRow(new(2006, 2, 1), first * 100, 0), new PlanRow(new(2006, 4, 1), lastOfPlan * 100, 0)],
            Timelines(text).Single().Plan);
    }

    private static KivaTimeline Loan(long id) => Timelines(ReplayFiles.Kiva).Single(loan => loan.Loan.Id == id);

    private static List<KivaTimeline> Timelines(string content)
    {
        using var file = new TemporaryFile(content);
        return [.. KivaFile.Read(file.Path).Select(item => KivaTimeline.Of(item.Record!, Undated))];
    }
}
