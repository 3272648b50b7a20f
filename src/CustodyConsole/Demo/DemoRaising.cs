using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Demo;

/// <summary>From the registration of a listing to its release or failure: who bids how much, and when.</summary>
internal sealed class DemoRaising(DemoDesk desk, DemoDiary diary, DemoDraw draw, DemoCashier cashier, DateOnly today)
{
    private static readonly string[] PersonalPurposes =
        ["个人经营周转", "房屋装修", "购车分期", "教育培训", "医疗应急", "日常消费", "婚庆筹备", "农资采购"];

    private static readonly string[] BusinessPurposes =
        ["流动资金周转", "原材料采购", "订单融资", "设备更新", "应收账款融资", "门店扩建", "仓储物流周转"];

    private static readonly RepaymentMethod[] Methods = Enum.GetValues<RepaymentMethod>();

    private int _registered;

    /// <summary>Registers a listing and enters its bids and its end into the diary.</summary>
    /// <param name="at">When it is registered.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="kind">What it is like.</param>
    /// <param name="released">What follows a release.</param>
    public async Task RegisterAsync(
        DateTime at, DemoPlatform platform, LoanKind kind, Action<DateTime, DemoLoan> released)
    {
        if (Borrower(platform, kind) is not { } borrower) return;
        var loan = await DrawAsync(at, platform, kind, borrower);
        _ = desk.Ask(at, loan.Terms);
        loan.Borrower.LoanBalanceFen += loan.AmountFen;
        loan.Borrower.Defaults |= kind.IsBad;

        var registered = DateOnly.FromDateTime(at);
        var days = kind.Fate switch
        {
            LoanFate.Raising => today.DayNumber - registered.DayNumber,
            LoanFate.WaitingForRelease => today.DayNumber - registered.DayNumber,
            LoanFate.Failed or LoanFate.ReleasedWithLess => loan.Terms.RaiseUntil.DayNumber - registered.DayNumber,
            _ => draw.Between(0, 3),
        };
        var times = new List<DateTime>();
        var parts = Parts(loan.TargetFen);
        foreach (var _ in parts)
        {
            var time = draw.TimeOn(draw.DateWithin(registered, days));
            times.Add(time > at ? time : at.AddMinutes(draw.Between(5, 300)));
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var partFen = parts[i];
            diary.At(times[i], time => Bid(time, loan, partFen, released));
        }

        var over = loan.Terms.RaiseUntil.AddDays(1);
        if (kind.Fate == LoanFate.Failed) diary.At(draw.TimeOn(over, 9, 10), time => Fail(time, loan));
        if (kind.Fate == LoanFate.ReleasedWithLess)
            diary.At(draw.TimeOn(over, 10, 12), time => Release(time, loan, released));
    }

    private async Task<DemoLoan> DrawAsync(DateTime at, DemoPlatform platform, LoanKind kind, DemoUser borrower)
    {
        var sequence = ++platform.Listings;
        var date = DateOnly.FromDateTime(at);
        var months = draw.OneOf(kind.Months);
        var amountFen = AmountFen(borrower);
        var guarantor = kind.NeedsGuarantor || draw.Happens(700) ? draw.OneOf(platform.Guarantors) : null;
        var method = Methods[_registered++ % Methods.Length];
        if (method == RepaymentMethod.OneTime && months > 6) method = RepaymentMethod.InterestFirst;
        var targetFen = kind.Fate switch
        {
            LoanFate.Raising => amountFen * draw.Between(10, 85) / 100,
            LoanFate.Failed => amountFen * draw.Between(15, 70) / 100,
            LoanFate.ReleasedWithLess => amountFen * draw.Between(70, 92) / 100,
            _ => amountFen,
        } / 10_000 * 10_000;
        var purpose = draw.OneOf(borrower.IsCompany ? BusinessPurposes : PersonalPurposes);
        var open = kind.Fate is LoanFate.Raising or LoanFate.WaitingForRelease
            ? today.DayNumber - date.DayNumber + draw.Between(1, 5)
            : draw.Between(4, 7);
        return new DemoLoan
        {
            Platform = platform,
            Borrower = borrower,
            Guarantor = guarantor,
            Fate = kind.Fate,
            TargetFen = targetFen,
            Terms = new RegisterListing(
                DemoDesk.Head(platform, at), $"{platform.Code}{date:yyyyMMdd}{sequence:D3}",
                $"{purpose} {date:yyMM}-{sequence:D3} 期", await borrower.AccountNo, amountFen,
                650 + 25 * draw.Between(0, 26) + Math.Min(months, 12) * 5, months, method, date, date.AddDays(open))
            {
                CompensatorAccountNos = guarantor is null ? [] : [await guarantor.AccountNo],
            },
        };
    }

    /// <summary>
    /// A borrower who may owe more: one who pays, where there is one; null when everybody owes what is allowed.
    /// </summary>
    private DemoUser? Borrower(DemoPlatform platform, LoanKind kind)
    {
        var wantsCompany = draw.Happens(280);
        var able = platform.Borrowers.Where(user => LeftFen(user) >= 500_000).ToList();
        var paying = able.Where(user => !user.Defaults).ToList();
        var liked = paying.Where(
            user => user.IsCompany == wantsCompany && (!kind.IsBad || user.LoanBalanceFen == 0)).ToList();
        var choices = liked.Count > 0 ? liked : paying.Count > 0 ? paying : able;
        return choices.Count > 0 ? draw.OneOf(choices) : null;
    }

    private long AmountFen(DemoUser borrower)
    {
        var amountFen = borrower.IsCompany
            ? 1_000_000L * draw.Between(10, draw.Between(15, 100))
            : 100_000L * draw.Between(5, draw.Between(20, 200));
        return Math.Min(amountFen, LeftFen(borrower) / 100_000 * 100_000);
    }

    /// <summary>What a borrower may still owe on the platform, in fen.</summary>
    private static long LeftFen(DemoUser user) => (user.IsCompany ? 100_000_000 : 20_000_000) - user.LoanBalanceFen;

    /// <summary>Bids in whole hundreds of yuan, up to 50,000: some large, most small.</summary>
    private List<long> Parts(long totalFen)
    {
        var parts = new List<long>();
        var usualFen = Math.Max(20_000, totalFen / draw.Between(7, 22));
        for (var leftFen = totalFen; leftFen > 0; leftFen -= parts[^1])
        {
            var partFen = usualFen * draw.Between(2, draw.Between(8, 30)) / 10 / 10_000 * 10_000;
            parts.Add(Math.Min(leftFen, Math.Clamp(partFen, 10_000, 5_000_000)));
        }

        return parts;
    }

    /// <summary>
    /// Somebody bids, after a recharge if need be. Now and then the bid is cancelled and another investor takes the
    /// place.
    /// </summary>
    private void Bid(DateTime at, DemoLoan loan, long amountFen, Action<DateTime, DemoLoan> released)
    {
        var investor = Investor(at, loan.Platform, amountFen);
        cashier.Ensure(at, investor, amountFen, async placed =>
        {
            var head = DemoDesk.Head(loan.Platform, placed);
            var bid = desk.Ask(
                placed, new Bid(head, loan.No, await investor.AccountNo, amountFen, Verification.TradePassword));
            investor.AvailableFen -= amountFen;
            if (placed.Hour < 21 && draw.Happens(12))
            {
                diary.At(placed.AddMinutes(draw.Between(4, 25)), async cancelled =>
                {
                    var authCode = (await bid).AuthCode!;
                    _ = desk.Ask(cancelled, new CancelBid(DemoDesk.Head(loan.Platform, cancelled), authCode));
                    investor.AvailableFen += amountFen;
                    diary.At(cancelled.AddMinutes(5), again => Bid(again, loan, amountFen, released));
                });
                return;
            }

            loan.Bids.Add((investor, amountFen));
            loan.SubscribedFen += amountFen;
            if (loan.SubscribedFen == loan.AmountFen && loan.Fate != LoanFate.WaitingForRelease)
                diary.At(ReleaseTime(placed), time => Release(time, loan, released));
        });
    }

    /// <summary>Of three investors who are there, one who has the money already is taken first.</summary>
    private DemoUser Investor(DateTime at, DemoPlatform platform, long amountFen)
    {
        var there = platform.Investors.Where(user => user.OpenedAt < at && !user.Apart).ToList();
        var first = there[Math.Min(draw.Between(0, there.Count - 1), draw.Between(0, there.Count - 1))];
        for (var i = 0; i < 2 && first.AvailableFen < amountFen; i++)
        {
            var other = draw.OneOf(there);
            if (other.AvailableFen > first.AvailableFen) first = other;
        }

        return first;
    }

    /// <summary>
    /// Platforms release in working hours: the same day when the listing is full by noon, else the next.
    /// </summary>
    private DateTime ReleaseTime(DateTime full)
    {
        var date = DateOnly.FromDateTime(full);
        if (full.Hour < 12) return draw.TimeOn(date, 14, 17);
        return draw.TimeOn(date == today ? date : date.AddDays(1), 9, 12);
    }

    private void Fail(DateTime at, DemoLoan loan)
    {
        _ = desk.Ask(at, new FailListing(DemoDesk.Head(loan.Platform, at), loan.No));
        loan.Raising = false;
        loan.Borrower.LoanBalanceFen -= loan.AmountFen;
        foreach (var (investor, amountFen) in loan.Bids) investor.AvailableFen += amountFen;
    }

    private void Release(DateTime at, DemoLoan loan, Action<DateTime, DemoLoan> released)
    {
        var platform = loan.Platform;
        var feeFen = Domain.Fen.MultiplyBps(loan.SubscribedFen, platform.ReleaseFeeBps, Domain.Rounding.Down);
        _ = desk.Ask(at, new Release(DemoDesk.Head(platform, at), loan.No)
        {
            PlatformFeeFen = feeFen,
            AcceptsLess = loan.SubscribedFen < loan.AmountFen,
        });
        loan.Release(DateOnly.FromDateTime(at));
        loan.Borrower.AvailableFen += loan.SubscribedFen - feeFen;
        platform.IncomeFen += feeFen;
        released(at, loan);
    }
}
