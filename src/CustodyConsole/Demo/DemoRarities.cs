using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Demo;

/// <summary>
/// What does not happen every day but has to be seen: judicial freezes, cards unbound and bound, a reversed recharge,
/// payouts sent back, and the orders that are open today.
/// </summary>
internal sealed class DemoRarities(
    DemoDesk desk, DemoDiary diary, DemoDraw draw, DemoCashier cashier, DateOnly firstDay)
{
    /// <summary>Enters them into the diary. The people concerned keep out of the daily business.</summary>
    public void Enter(DemoPlatform[] platforms)
    {
        var (first, settledOnly, inner, last) = (platforms[0], platforms[1], platforms[2], platforms[3]);
        var users = new Queue<DemoUser>(
            new[] { first, inner, last }.SelectMany(platform => platform.Investors.Skip(6).Take(7)));
        var year = firstDay.Year;
        var today = DemoStory.Days;
        cashier.RechargeTwice(On(41), Next(), 2_000_000);
        Leave(18, Next(), bindsAnother: false);
        Leave(24, Next(), bindsAnother: true);
        Freeze(33, Next(), $"（{year}）浙0106执1873号", 3_500_000, releaseFen: 1_200_000, releaseAfter: 27);
        Freeze(47, Next(), $"杭公（经）冻财通字〔{year}〕0419号", 800_000, releaseFen: 800_000, releaseAfter: 21);
        Freeze(today - 6, Next(), $"（{year}）浙0108财保55号", 5_000_000, releaseFen: 0, releaseAfter: 0);

        // Of each end at least one, whatever chance does elsewhere.
        Withdraw(30, Next(), DemoWithdrawal.Returned);
        Withdraw(52, Next(), DemoWithdrawal.ReturnedWithFee);
        Withdraw(61, Next(), DemoWithdrawal.Failed);
        Withdraw(66, Next(), DemoWithdrawal.Returned);
        Withdraw(73, Next(), DemoWithdrawal.ReturnedWithFee);
        Withdraw(79, Next(), DemoWithdrawal.Failed);
        Withdraw(today - 1, Next(), DemoWithdrawal.Unknown);
        foreach (var end in (DemoWithdrawal[])
            [
                DemoWithdrawal.Failed, DemoWithdrawal.Unknown, DemoWithdrawal.Sent, DemoWithdrawal.Sent,
                DemoWithdrawal.Accepted, DemoWithdrawal.Accepted, DemoWithdrawal.Accepted,
            ])
            Withdraw(today, Next(), end);

        Recharge(15, settledOnly, DemoRecharge.Failed);
        Recharge(57, first, DemoRecharge.Failed);
        Recharge(today, inner, DemoRecharge.Failed);
        Recharge(today, first, DemoRecharge.Unknown);
        Recharge(today, settledOnly, DemoRecharge.Unknown);

        DemoUser Next()
        {
            var user = users.Dequeue();
            user.Apart = true;
            return user;
        }
    }

    private DateTime On(int day) => draw.TimeOn(firstDay.AddDays(day), 9, 18);

    /// <summary>Brings money in the morning or the days before, and withdraws a part of it.</summary>
    private void Withdraw(int day, DemoUser user, DemoWithdrawal end)
    {
        var amountFen = 10_000L * draw.Between(8, 300);
        var broughtFen = amountFen + 10_000L * draw.Between(1, 100);
        cashier.Recharge(On(day - draw.Between(1, 3)), user, broughtFen, DemoRecharge.Succeeded);
        diary.At(draw.TimeOn(firstDay.AddDays(day), 16, 21), at => cashier.WithdrawAsync(at, user, amountFen, end));
    }

    private void Recharge(int day, DemoPlatform platform, DemoRecharge end) =>
        cashier.Recharge(On(day), platform.Investors[draw.Between(0, 5)], 100_000L * draw.Between(1, 50), end);

    /// <summary>
    /// An investor who looked around, takes everything out again and has the card unbound; maybe for another card.
    /// </summary>
    private void Leave(int day, DemoUser user, bool bindsAnother)
    {
        const long AmountFen = 1_000_000;
        cashier.Recharge(On(day), user, AmountFen, DemoRecharge.Succeeded);
        diary.At(On(day + 2), at => cashier.WithdrawAsync(
            at, user, AmountFen - DemoCashier.FeeOnTopFen(user.Platform), DemoWithdrawal.Succeeded));
        diary.At(On(day + 3), async at => _ = desk.Ask(at, new UnbindCard(
            DemoDesk.Head(user.Platform, at), await user.AccountNo, Verification.TradePassword)));
        if (!bindsAnother) return;
        diary.At(On(day + 4), at => user.BindAsync(at, desk, DemoStory.People.Card(user.Index, 1)));
        cashier.Recharge(On(day + 5), user, AmountFen, DemoRecharge.Succeeded);
    }

    /// <summary>A court or an authority has money frozen, and released later, whole or in part.</summary>
    private void Freeze(int day, DemoUser user, string documentNo, long amountFen, long releaseFen, int releaseAfter)
    {
        cashier.Recharge(On(day - 2), user, amountFen + 1_000_000, DemoRecharge.Succeeded);
        diary.At(On(day), async at =>
        {
            var freeze = desk.Ask(at, PastDecisions.JudicialFreeze(
                DemoDesk.Head(user.Platform, at, DemoDesk.Staff), await user.AccountNo, amountFen, documentNo));
            if (releaseFen == 0) return;
            diary.At(On(day + releaseAfter), async later =>
            {
                var head = DemoDesk.Head(user.Platform, later, DemoDesk.Staff);
                _ = desk.Ask(later, PastDecisions.JudicialRelease(head, (await freeze).AuthCode!, releaseFen, $"{documentNo}之一"));
            });
        });
    }
}
