using System.Diagnostics;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Bench;

/// <summary>What the bank is asked to do while it is measured.</summary>
internal sealed class Loads(BenchBank bank, TimeSpan duration)
{
    private int _listings;

    /// <summary>Single durable transfers: spread over the accounts, or all out of one account.</summary>
    public Task<Figure> TransfersAsync(int callers, bool hot)
    {
        var random = Randoms(callers);
        var half = bank.Investors.Length / 2;
        return Load.RunAsync(callers, duration, (caller, _) => bank.AskAsync(new BenchTransfer(
            bank.Head(),
            hot ? bank.Borrowers[0] : bank.Investors[random[caller].Next(half)],
            bank.Investors[half + random[caller].Next(half)],
            1)));
    }

    /// <summary>One caller hands in a thousand transfers at a time and waits for all.</summary>
    public async Task<Figure> BatchesAsync(int size)
    {
        var random = new Random(1);
        var half = bank.Investors.Length / 2;
        var figure = await Load.RunAsync(1, duration, (_, _) => Task.WhenAll(Enumerable.Range(0, size).Select(_ => bank.AskAsync(
            new BenchTransfer(bank.Head(), bank.Investors[random.Next(half)], bank.Investors[half + random.Next(half)], 1)))));
        return figure with { PerSecond = figure.PerSecond * size };
    }

    /// <summary>Freeze, then use the freeze: two requests each.</summary>
    public Task<Figure> FreezeAndSettleAsync(int callers)
    {
        var random = Randoms(callers);
        return Load.RunAsync(callers, duration, async (caller, _) =>
        {
            var from = bank.Investors[random[caller].Next(bank.Investors.Length)];
            var held = await bank.AskAsync(new BenchHold(bank.Head(), from, 1));
            await bank.AskAsync(new BenchSettle(bank.Head(), from, held.AuthCode!, bank.Borrowers[1], 1));
        });
    }

    /// <summary>Repayments, each split over so many investors, principal and interest. The rate counts shares.</summary>
    public async Task<Figure> SplitAsync(int investors)
    {
        var listing = await ReleasedListingAsync(investors, 100_000_000 / investors);
        var figure = await Load.RunAsync(1, duration, (_, _) => bank.AskAsync(new Repay(bank.Head(), listing, investors * 10L, investors * 5L)));
        return figure with { PerSecond = figure.PerSecond * investors };
    }

    /// <summary>What users do: a third each of recharges, bids and withdrawals.</summary>
    public async Task<Figure> RealAsync(int callers)
    {
        var listing = $"BENCH-{Interlocked.Increment(ref _listings)}";
        await bank.AskAsync(Registration(listing, 100_000_000));
        var random = Randoms(callers);
        return await Load.RunAsync(callers, duration, (caller, i) =>
        {
            var investor = bank.Investors[random[caller].Next(bank.Investors.Length)];
            return (i % 3) switch
            {
                0 => bank.AskAsync(new Recharge(bank.Head(), investor, 10_000, Verification.Sms, bank.Serial())),
                1 => bank.AskAsync(new Bid(bank.Head(), listing, investor, 100, Verification.TradePassword)),
                _ => bank.AskAsync(new Withdrawal(bank.Head(), investor, 5_000, Verification.TradePassword)),
            };
        });
    }

    /// <summary>Transfers until the ledger holds this many entries.</summary>
    public async Task FillAsync(long entries)
    {
        await using var db = bank.Database.CreateDbContext();
        var random = new Random(2);
        var half = bank.Investors.Length / 2;
        for (long have = db.Entries.Count(); have < entries; have += 5_000)
        {
            await Task.WhenAll(Enumerable.Range(0, 5_000).Select(_ => bank.AskAsync(
                new BenchTransfer(bank.Head(), bank.Investors[random.Next(half)], bank.Investors[half + random.Next(half)], 1))));
        }
    }

    /// <summary>Seconds of the whole proof, and of its checks as plain SQL one after the other.</summary>
    public async Task<(double Proof, double ByHand)> ProofAsync()
    {
        await using var db = bank.Database.CreateDbContext();
        var clock = Stopwatch.StartNew();
        var breaches = await TrialBalance.ProveAsync(db);
        var proof = clock.Elapsed.TotalSeconds;
        if (breaches.Count > 0) throw new InvalidOperationException($"The books are wrong: {breaches[0].English}");

        return (proof, await ProofByHand.RunAsync(db));
    }

    private async Task<string> ReleasedListingAsync(int investors, long shareFen)
    {
        var listing = $"BENCH-{Interlocked.Increment(ref _listings)}";
        await bank.AskAsync(Registration(listing, investors * shareFen));
        await Task.WhenAll(bank.Investors.Take(investors).Select(investor =>
            bank.AskAsync(new Bid(bank.Head(), listing, investor, shareFen, Verification.TradePassword))));
        await bank.AskAsync(new Release(bank.Head(), listing));
        return listing;
    }

    private RegisterListing Registration(string listing, long amountFen) => new(
        bank.Head(), listing, "bench", bank.Borrowers[2 + (_listings % (bank.Borrowers.Length - 2))], amountFen, 800, 12, RepaymentMethod.EqualInstalments,
        new DateOnly(2017, 8, 3), new DateOnly(2017, 9, 3));

    private static Random[] Randoms(int callers) => [.. Enumerable.Range(0, callers).Select(seed => new Random(seed))];
}
