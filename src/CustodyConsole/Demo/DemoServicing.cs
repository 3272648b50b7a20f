using CustodyConsole.Domain;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Demo;

/// <summary>
/// What becomes of a released loan: the borrower takes the money, pays, pays late or early, or others pay for him.
/// </summary>
internal sealed class DemoServicing(DemoDesk desk, DemoDiary diary, DemoDraw draw, DemoCashier cashier, DateOnly today)
{
    /// <summary>A day's fine on what is overdue, in bps.</summary>
    private const int DailyFineBps = 5;

    /// <summary>Enters what becomes of the loan into the diary.</summary>
    public void Released(DateTime at, DemoLoan loan)
    {
        diary.At(at.AddMinutes(draw.Between(20, 180)), time => TakeOutAsync(time, loan));
        var released = DateOnly.FromDateTime(at);
        switch (loan.Fate)
        {
            case LoanFate.ClosedEarly:
                var closes = released.AddDays(draw.Between(12, 38));
                PayOnTime(loan, loan.Rows.Where(row => row.DueOn.AddDays(3) < closes));
                var dueFen = loan.Rows.Where(row => row.DueOn.AddDays(3) >= closes && row.DueOn <= closes).Sum(row => row.InterestFen);
                diary.At(draw.TimeOn(closes, 10, 17), time => PayEarly(time, loan, loan.OutstandingFen, dueFen));
                break;
            case LoanFate.PartlyEarly:
                var pays = released.AddDays(draw.Between(33, 42));
                PayOnTime(loan, loan.Rows.Where(row => row.DueOn.AddDays(1) < pays));
                diary.At(
                    draw.TimeOn(pays, 10, 17),
                    time => PayEarly(time, loan, loan.OutstandingFen / 2 / 10_000 * 10_000));
                break;
            case LoanFate.PaidLate:
                var late = draw.Between(3, 12);
                var first = loan.Rows[0];
                diary.At(draw.TimeOn(first.DueOn.AddDays(late), 9, 18), time => Pay(time, loan, first, late));
                PayOnTime(loan, loan.Rows.Skip(1));
                break;
            case LoanFate.Defaulted:
                var paid = loan.Rows.Count > 1 && loan.Rows[1].DueOn < today ? 1 : 0;
                PayOnTime(loan, loan.Rows.Take(paid));
                break;
            case LoanFate.CompensatedDirectly or LoanFate.CompensatedIndirectly
                or LoanFate.PartlyRecovered or LoanFate.Recovered:
                var compensated = loan.Fate == LoanFate.Recovered ? 1 : loan.Rows.Count;
                foreach (var row in loan.Rows.Take(compensated))
                {
                    var date = row.DueOn.AddDays(draw.Between(4, 8));
                    diary.At(draw.TimeOn(date, 10, 16), time => Compensate(time, loan, row));
                }

                PayOnTime(loan, loan.Rows.Skip(compensated));
                break;
            default:
                PayOnTime(loan, loan.Rows);
                break;
        }
    }

    /// <summary>The borrower withdraws the loan; companies leave a part for what is due soon.</summary>
    private async Task TakeOutAsync(DateTime at, DemoLoan loan)
    {
        var user = loan.Borrower;
        var amountFen = (user.WithdrawableFen - DemoCashier.FeeOnTopFen(loan.Platform)) / 100 * 100;
        if (user.IsCompany && draw.Happens(500))
            amountFen = amountFen * draw.Between(70, 95) / 100 / 1_000_000 * 1_000_000;
        if (amountFen >= 100_000) await cashier.WithdrawAsync(at, user, amountFen);
    }

    private void PayOnTime(DemoLoan loan, IEnumerable<PlanRow> rows)
    {
        foreach (var row in rows)
        {
            var date = row.DueOn.AddDays(draw.Happens(600) ? 0 : -draw.Between(1, 2));
            diary.At(draw.TimeOn(date, 9, 18), time => Pay(time, loan, row, 0));
        }
    }

    /// <summary>The borrower brings the money and pays an instalment; what is late costs a fine.</summary>
    private void Pay(DateTime at, DemoLoan loan, PlanRow row, int daysLate)
    {
        var dueFen = row.PrincipalFen + row.InterestFen;
        if (dueFen == 0) return;
        var fineFen = Fen.MultiplyBps(dueFen, DailyFineBps * daysLate, Rounding.HalfUp);
        var feeFen = Fen.MultiplyBps(dueFen, loan.Platform.RepaymentFeeBps, Rounding.HalfUp);
        cashier.Ensure(at, loan.Borrower, dueFen + fineFen + feeFen, paid =>
        {
            _ = desk.Ask(paid, new Repay(
                DemoDesk.Head(loan.Platform, paid), loan.No, row.PrincipalFen, row.InterestFen, fineFen)
            {
                BorrowerFeeFen = feeFen,
                InvestorFeeBps = loan.Platform.InvestorFeeBps,
            });
            Paid(loan, row, fineFen, feeFen);
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// The borrower pays all or part of what is outstanding before it is due, with interest so far, at least what is due of it, and one percent
    /// for it; that is more than the fine of a few days.
    /// </summary>
    private void PayEarly(DateTime at, DemoLoan loan, long principalFen, long dueFen = 0)
    {
        var interestFen = Math.Max(dueFen, Fen.Divide(
            (Int128)loan.OutstandingFen * loan.Terms.AnnualRateBps * draw.Between(5, 25),
            365 * Fen.BpsOfWhole,
            Rounding.HalfUp));
        var fineFen = Fen.MultiplyBps(principalFen, 100, Rounding.HalfUp);
        cashier.Ensure(at, loan.Borrower, principalFen + interestFen + fineFen, paid =>
        {
            var date = DateOnly.FromDateTime(paid);
            var restFen = loan.OutstandingFen - principalFen;
            var plan = restFen > 0 ? loan.PlanFrom(date, restFen, loan.Terms.TermMonths - 1, perLoan: true) : [];
            _ = desk.Ask(paid, new RepayEarly(
                DemoDesk.Head(loan.Platform, paid), loan.No, principalFen, interestFen, fineFen)
            {
                InvestorFeeBps = loan.Platform.InvestorFeeBps,
                NewPlan = restFen > 0 ? plan : null,
            });
            Paid(loan, new PlanRow(date, principalFen, interestFen), fineFen, 0);
            loan.Replan(plan);
            PayOnTime(loan, plan);
            return Task.CompletedTask;
        });
    }

    private static void Paid(DemoLoan loan, PlanRow parts, long fineFen, long feeFen)
    {
        loan.Borrower.AvailableFen -= parts.PrincipalFen + parts.InterestFen + fineFen + feeFen;
        loan.Borrower.LoanBalanceFen -= parts.PrincipalFen;
        loan.Platform.IncomeFen += feeFen;
        loan.PayInvestors(parts, fineFen, loan.Platform.InvestorFeeBps);
    }

    /// <summary>
    /// The guarantor pays an instalment that is overdue, and gets some or all of it back weeks later.
    /// </summary>
    private void Compensate(DateTime at, DemoLoan loan, PlanRow row)
    {
        var guarantor = loan.Guarantor!;
        var dueFen = row.PrincipalFen + row.InterestFen;
        cashier.Ensure(at, guarantor, dueFen, async paid =>
        {
            var head = DemoDesk.Head(loan.Platform, paid);
            var account = await guarantor.AccountNo;
            var through = loan.Fate == LoanFate.CompensatedIndirectly
                || loan is { Fate: LoanFate.PartlyRecovered, Rows.Count: > 3 };
            _ = desk.Ask(paid, through
                ? PastDecisions.CompensateIndirectly(head, loan.No, account, row.PrincipalFen, row.InterestFen)
                : PastDecisions.CompensateDirectly(head, loan.No, account, row.PrincipalFen, row.InterestFen));
            guarantor.AvailableFen -= dueFen;
            loan.Borrower.LoanBalanceFen += row.InterestFen;
            loan.PayInvestors(row, 0, 0);
            var backFen = loan.Fate switch
            {
                LoanFate.Recovered => dueFen,
                LoanFate.PartlyRecovered => dueFen * draw.Between(30, 70) / 100,
                _ => 0,
            };
            if (backFen > 0)
            {
                diary.At(
                    draw.TimeOn(DateOnly.FromDateTime(paid).AddDays(draw.Between(6, 14)), 9, 17),
                    time => Recover(time, loan, backFen));
            }
        });
    }

    private void Recover(DateTime at, DemoLoan loan, long amountFen) =>
        cashier.Ensure(at, loan.Borrower, amountFen, async paid =>
        {
            _ = desk.Ask(paid, new Recover(
                DemoDesk.Head(loan.Platform, paid), loan.No, await loan.Guarantor!.AccountNo, amountFen));
            loan.Borrower.AvailableFen -= amountFen;
            loan.Borrower.LoanBalanceFen -= amountFen;
            loan.Guarantor.AvailableFen += amountFen;
        });
}
