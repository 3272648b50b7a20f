using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Simulation;

/// <summary>
/// A seeded run of random operations, possible and impossible ones, against the bank and the model side by side. After each step what was
/// answered, every balance and the invariants must agree; the first disagreement ends the run and names seed and step.
/// </summary>
internal sealed class SimulationRun(TestBank bank, int seed)
{
    private readonly Random _random = new(seed);
    private readonly ModelBank _model = new();
    private readonly List<string> _investors = [];
    private readonly List<string> _borrowers = [];
    private readonly List<string> _guarantors = [];
    private int _step;

    /// <summary>How often each operation was done and refused: a run that refuses everything proves nothing.</summary>
    public Dictionary<string, (int Done, int Refused)> Counts { get; } = [];

    public static PlatformTerms Terms(PlatformTerms terms) =>
        terms with { WithdrawalFeeFen = ModelBank.FeeFen, WithdrawalFeePayer = FeePayer.User, WithdrawalFeeDeduction = FeeDeduction.Outer };

    /// <summary>Runs the steps; before step <paramref name="plantAt"/> it lets <paramref name="plant"/> do its mischief.</summary>
    public async Task RunAsync(int steps, int proveEvery, int plantAt = -1, Func<IReadOnlyList<string>, Task>? plant = null)
    {
        for (var i = 0; i < 6; i++) _investors.Add(await AddAsync(UserRole.Investor));
        for (var i = 0; i < 3; i++) _borrowers.Add(await AddAsync(UserRole.Borrower));
        for (var i = 0; i < 2; i++) _guarantors.Add(await AddAsync(UserRole.Guarantor));

        for (_step = 1; _step <= steps; _step++)
        {
            if (_step == plantAt) await plant!(_investors);
            await StepAsync();
            await CompareAsync();
            if (_step % proveEvery != 0) continue;
            var breaches = await bank.ProveAsync();
            Agree(breaches.Count == 0, () => $"the proof finds {breaches.Count}: {breaches[0].English}");
        }
    }

    private Task StepAsync() => _random.Next(21) switch
    {
        0 or 1 or 2 => RechargeAsync(),
        3 => RegisterAsync(),
        4 or 5 or 6 or 7 => BidAsync(),
        8 => CancelAsync(),
        9 => FailAsync(),
        10 or 11 => ReleaseAsync(),
        12 or 13 => RepayAsync(),
        14 => CompensateAsync(),
        15 => RecoverAsync(),
        16 => WithdrawAsync(),
        17 or 18 => AnswerAsync(),
        19 => PayFineAsync(),
        _ => CutAsync(),
    };

    private async Task RechargeAsync()
    {
        var account = Pick(_investors, _borrowers, _guarantors);
        var amount = Amount(500_000);
        if (!await AskAsync(new Recharge(Head(), account, amount, Verification.Sms, bank.Serial()), amount > 0)) return;
        _model[account].AvailableFen += amount;
        _model.ReceivableFen += amount;
    }

    private async Task RegisterAsync()
    {
        var listing = new ModelListing
        {
            No = $"L{_step}",
            Borrower = Pick(_borrowers),
            Guarantor = Pick(_guarantors),
            AmountFen = Amount(300_000),
        };
        var today = await TodayAsync();
        // Without interest, a loan ends with its principal, which the model can tell.
        var request = new RegisterListing(
            Head(), listing.No, "模拟标的", listing.Borrower, listing.AmountFen, 0, 6, RepaymentMethod.EqualInstalments, today, today.AddDays(400))
        {
            CompensatorAccountNos = [listing.Guarantor],
        };
        // The limit of 200,000 yuan counts what is raising, what is outstanding, and what is owed to guarantors.
        var balance = _model.Listings.Where(other => other.Borrower == listing.Borrower).Sum(other =>
            other.State == ModelState.Raising ? other.AmountFen : other.OutstandingFen + other.RecoveryFen);
        var possible = listing.AmountFen > 0 && balance + listing.AmountFen <= 20_000_000;
        if (await AskAsync(request, possible)) _model.Listings.Add(listing);
    }

    private async Task BidAsync()
    {
        if (Listing(ModelState.Raising) is not { } listing) return;
        var investor = Pick(_investors);
        var open = listing.AmountFen - listing.SubscribedFen;
        var amount = _random.Next(3) == 0 && open > 0 ? open : Amount(120_000);
        var possible = listing.State == ModelState.Raising && amount > 0 && amount <= open && amount <= _model[investor].AvailableFen;
        var outcome = await bank.AskAsync(new Bid(Head(), listing.No, investor, amount, Verification.TradePassword));
        if (!Check("bid", outcome, possible)) return;
        listing.Bids.Add(new ModelBid { Investor = investor, AuthCode = outcome.Value.AuthCode!, AmountFen = amount });
        _model[investor].AvailableFen -= amount;
        _model[investor].FrozenFen += amount;
    }

    private async Task CancelAsync()
    {
        if (Listing(ModelState.Raising) is not { Bids.Count: > 0 } listing) return;
        var bid = listing.Bids[_random.Next(listing.Bids.Count)];
        if (!await AskAsync(new CancelBid(Head(), bid.AuthCode), listing.State == ModelState.Raising)) return;
        GiveBack(bid);
        listing.Bids.Remove(bid);
    }

    private async Task FailAsync()
    {
        if (_random.Next(3) > 0 || Listing(ModelState.Raising) is not { } listing) return;
        if (!await AskAsync(new FailListing(Head(), listing.No), listing.State == ModelState.Raising)) return;
        listing.Bids.ForEach(GiveBack);
        listing.Bids.Clear();
        listing.State = ModelState.FailedListing;
    }

    private async Task ReleaseAsync()
    {
        var full = _model.Listings.FirstOrDefault(one => one.State == ModelState.Raising && one.SubscribedFen == one.AmountFen);
        if ((full ?? Listing(ModelState.Raising)) is not { } listing) return;
        var fee = Amount(listing.AmountFen / 8);
        var possible = listing.State == ModelState.Raising && listing.SubscribedFen == listing.AmountFen
            && fee >= 0 && fee <= listing.AmountFen / 10;
        if (!await AskAsync(new Release(Head(), listing.No) { PlatformFeeFen = fee }, possible)) return;
        foreach (var bid in listing.Bids)
        {
            _model[bid.Investor].FrozenFen -= bid.AmountFen;
            bid.OwedFen = bid.AmountFen;
        }

        listing.Release(await TodayAsync());
        _model[listing.Borrower].AvailableFen += listing.AmountFen - fee;
        _model.IncomeFen += fee;
    }

    private async Task RepayAsync()
    {
        if (Listing(ModelState.Repaying) is not { } listing) return;
        var principal = _random.Next(3) == 0 ? listing.OutstandingFen : Amount(60_000);
        var interest = Math.Max(0, Amount(4_000));
        var possible = listing.State == ModelState.Repaying && principal >= 0 && principal + interest > 0
            && principal <= listing.OutstandingFen && principal + interest <= _model[listing.Borrower].AvailableFen;
        if (!await AskAsync(new Repay(Head(), listing.No, principal, interest), possible)) return;
        _model[listing.Borrower].AvailableFen -= principal + interest;
        _model.PayInvestors(listing, principal, interest, 0);
    }

    /// <summary>A fine by itself: while the loan is repaid as much as the borrower likes, afterwards what is owed.</summary>
    private async Task PayFineAsync()
    {
        var owing = _model.Listings.FirstOrDefault(one => one.State == ModelState.Closed && one.Fines!.OwedFen > 0);
        if ((owing ?? Listing(ModelState.Repaying)) is not { } listing) return;
        var owed = listing.Fines?.OwedFen ?? 0;
        var fine = _random.Next(2) == 0 ? owed : Amount(owed + 2);
        var possible = fine > 0 && fine <= _model[listing.Borrower].AvailableFen
            && (listing.State == ModelState.Repaying || (listing.State == ModelState.Closed && fine <= owed));
        var outcome = await bank.AskAsync(new Repay(Head(), listing.No, 0, 0, fine));
        if (!Check("fine", outcome, possible)) return;
        _model[listing.Borrower].AvailableFen -= fine;
        _model.PayInvestors(listing, 0, 0, fine);
    }

    private async Task CompensateAsync()
    {
        if (Listing(ModelState.Repaying) is not { } listing) return;
        var payer = _random.Next(4) == 0 ? Pick(_guarantors) : listing.Guarantor;
        var principal = Amount(50_000);
        var possible = listing.State == ModelState.Repaying && payer == listing.Guarantor && principal > 0
            && principal <= listing.OutstandingFen && principal <= _model[payer].AvailableFen;
        BankRequest request = _random.Next(2) == 0
            ? new CompensateDirectly(Head(), listing.No, payer, principal, 0)
            : new CompensateIndirectly(Head(), listing.No, payer, principal, 0);
        if (!await AskAsync(request, possible)) return;
        _model[payer].AvailableFen -= principal;
        listing.RecoveryFen += principal;
        _model.PayInvestors(listing, principal, 0, 0);
    }

    private async Task RecoverAsync()
    {
        var owing = _model.Listings.Where(one => one.RecoveryFen > 0).ToList();
        if (owing.Count == 0) return;
        var listing = owing[_random.Next(owing.Count)];
        var amount = _random.Next(2) == 0 ? listing.RecoveryFen : Amount(50_000);
        var possible = amount > 0 && amount <= listing.RecoveryFen && amount <= _model[listing.Borrower].AvailableFen;
        if (!await AskAsync(new Recover(Head(), listing.No, listing.Guarantor, amount), possible)) return;
        listing.RecoveryFen -= amount;
        _model[listing.Borrower].AvailableFen -= amount;
        _model[listing.Guarantor].AvailableFen += amount;
    }

    private async Task WithdrawAsync()
    {
        var account = Pick(_investors, _borrowers, _guarantors);
        var amount = Amount(80_000);
        var possible = amount > 0 && amount + ModelBank.FeeFen <= _model[account].AvailableFen;
        var outcome = await bank.AskAsync(new Withdrawal(Head(), account, amount, Verification.TradePassword));
        if (!Check("withdrawal", outcome, possible)) return;
        _model.Withdrawals.Add(new ModelWithdrawal { Account = account, OrderNo = outcome.Value.OrderNo, AmountFen = amount });
        _model[account].AvailableFen -= amount + ModelBank.FeeFen;
        _model[account].FrozenFen += amount + ModelBank.FeeFen;
    }

    /// <summary>Sends a withdrawal, or takes an answer to one: the first, a repeated one, or one that comes late.</summary>
    private async Task AnswerAsync()
    {
        if (_model.Withdrawals.Count == 0) return;
        var order = _model.Withdrawals[_random.Next(_model.Withdrawals.Count)];
        var whole = order.AmountFen + ModelBank.FeeFen;
        if (order.State == ModelState.Accepted)
        {
            var step = new SendWithdrawal(bank.Pool.Id, order.OrderNo);
            Check("send", await bank.Writer.RunAsync(bank.Pool.Id, step.Run, step.Want), possible: true);
            order.State = ModelState.Sent;
            _model[order.Account].FrozenFen -= whole;
            return;
        }

        var result = (ChannelResult)_random.Next(1, 5);
        var open = order.State is ModelState.Sent or ModelState.Unknown;
        if (order.State == ModelState.Failed && result is ChannelResult.Succeeded or ChannelResult.Returned) return; // Suspense has tests of its own.
        var take = new TakeAnswer(bank.Pool.Id, order.OrderNo, new ChannelAnswer(result, "sim"));
        Check("answer", await bank.Writer.RunAsync(bank.Pool.Id, take.Run, take.Want), possible: true);
        switch (result)
        {
            case ChannelResult.Succeeded when open:
                order.State = ModelState.Paid;
                Payout(order);
                break;
            case ChannelResult.Failed when open:
                order.State = ModelState.Failed;
                _model[order.Account].AvailableFen += whole;
                break;
            case ChannelResult.Unknown when open:
                order.State = ModelState.Unknown;
                break;
            case ChannelResult.Returned when open:
                order.State = ModelState.Returned;
                Payout(order);
                Return(order);
                break;
            case ChannelResult.Returned when order.State == ModelState.Paid:
                order.State = ModelState.Returned;
                Return(order);
                break;
        }

        void Payout(ModelWithdrawal paid)
        {
            _model.PayableFen += paid.AmountFen;
            _model.FeePayableFen += ModelBank.FeeFen;
        }

        void Return(ModelWithdrawal returned)
        {
            _model.ReceivableFen += returned.AmountFen;
            _model[returned.Account].AvailableFen += returned.AmountFen;
        }
    }

    private async Task CutAsync()
    {
        if (_random.Next(4) > 0) return;
        var today = await TodayAsync();
        // Now and then a month goes by, so that instalments are late.
        var next = today.AddDays(_random.Next(4) == 0 ? 30 : 1 + _random.Next(3));
        await bank.CutToAsync(next);
        for (; today < next; today = today.AddDays(1)) _model.Listings.ForEach(listing => listing.Fines?.EndDay(today));
    }

    private async Task CompareAsync()
    {
        await using var db = bank.Db();
        var accounts = await db.Accounts.ToListAsync();
        foreach (var account in accounts.Where(account => account.UserId is not null))
        {
            var expected = _model[account.Number];
            Agree(
                (account.AvailableFen, account.FrozenFen) == (expected.AvailableFen, expected.FrozenFen),
                () => $"account {account.Number} has {account.AvailableFen} + {account.FrozenFen}, the model {expected.AvailableFen} + {expected.FrozenFen}");
        }

        Same("receivable", Sum(AccountType.RechargeReceivable, AccountType.ReturnReceivable), _model.ReceivableFen);
        Same("payable", Sum(AccountType.PayoutPayable), _model.PayableFen);
        Same("fees payable", Sum(AccountType.FeePayable), _model.FeePayableFen);
        Same("income", Sum(AccountType.PlatformIncome), _model.IncomeFen);
        Same("transit", Sum(AccountType.WithdrawalTransit), _model.TransitFen);
        foreach (var listing in await db.Listings.ToListAsync())
            Same("outstanding of " + listing.ListingNo, listing.OutstandingFen, _model.Listings.Single(l => l.No == listing.ListingNo).OutstandingFen);

        long Sum(params AccountType[] types) => accounts.Where(account => types.Contains(account.Type)).Sum(account => account.BookFen);
    }

    private async Task<bool> AskAsync(BankRequest request, bool possible) =>
        Check(request.GetType().Name, await bank.AskAsync(request), possible);

    private bool Check<T>(string name, Outcome<T> outcome, bool possible)
    {
        Agree(outcome.Done == possible, () => $"{name} was {outcome}, the model says {(possible ? "done" : "refused")}");
        var (done, refused) = Counts.GetValueOrDefault(name);
        Counts[name] = outcome.Done ? (done + 1, refused) : (done, refused + 1);
        return outcome.Done;
    }

    private void Same(string what, long actual, long expected) =>
        Agree(actual == expected, () => $"{what} is {actual}, the model has {expected}");

    private void Agree(bool agree, Func<string> message)
    {
        if (!agree) throw new SimulationException($"Seed {seed}, step {_step}: {message()}");
    }

    private void GiveBack(ModelBid bid)
    {
        _model[bid.Investor].FrozenFen -= bid.AmountFen;
        _model[bid.Investor].AvailableFen += bid.AmountFen;
    }

    /// <summary>Mostly a listing in the wanted state, sometimes any.</summary>
    private ModelListing? Listing(ModelState state)
    {
        var fitting = _random.Next(8) == 0 ? _model.Listings : _model.Listings.Where(one => one.State == state).ToList();
        return fitting.Count == 0 ? null : fitting[_random.Next(fitting.Count)];
    }

    private string Pick(params List<string>[] groups)
    {
        var all = groups.SelectMany(group => group).ToList();
        return all[_random.Next(all.Count)];
    }

    /// <summary>Mostly a fair amount, sometimes 1 fen, nothing, or less than nothing.</summary>
    private long Amount(long most) => _random.Next(12) switch
    {
        0 => 0,
        1 => 1,
        2 => -_random.NextInt64(1, 1_000),
        _ => _random.NextInt64(1, Math.Max(2, most)),
    };

    private RequestHead Head() => bank.Head($"SIM-{seed}-{_step}");

    private async Task<DateOnly> TodayAsync()
    {
        await using var db = bank.Db();
        return (await db.BankStates.SingleAsync()).AccountingDate;
    }

    private async Task<string> AddAsync(UserRole role)
    {
        var number = await bank.AddUserAsync(role);
        _model.Accounts[number] = new ModelAccount();
        await bank.AddCardAsync(number);
        return number;
    }
}

/// <summary>The bank and the model disagree.</summary>
internal sealed class SimulationException(string message) : Exception(message);
