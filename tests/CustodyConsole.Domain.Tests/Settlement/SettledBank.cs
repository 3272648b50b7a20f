using CustodyConsole.Channel;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Settlement;

/// <summary>What a test bank does with its payment company at the end of a day.</summary>
internal static class SettledBank
{
    /// <summary>Moves the clock to a day's evening and cuts the day.</summary>
    public static async Task CutInTheEveningAsync(this TestBank bank, DateOnly day)
    {
        bank.Clock.MoveTo(day.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc));
        _ = (await bank.Writer.RunAsync(0, books => AccountingDates.Cut(books, day.AddDays(1)))).Value;
    }

    /// <summary>Takes and keeps the trial balance of a cut day.</summary>
    public static async Task ProveDayAsync(this TestBank bank, DateOnly day)
    {
        using var channel = new SandboxChannel(new SandboxOptions(), TimeProvider.System);
        _ = (await new DayEnd(new StaffDesk(bank.Writer), bank.Writer, channel, bank.Database).TrialBalanceAsync(day)).Value;
    }

    /// <summary>Settles through a day, books what was computed as received, and switches users' money.</summary>
    public static async Task<SettlementBatch> SettleAsync(this TestBank bank, DateOnly through, long? receivedFen = null)
    {
        var batch = await bank.InstructAsync(through);
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, receivedFen ?? batch.NetFen))).Value;
        await bank.ReleaseFloatAsync(batch);
        return await bank.BatchAsync(batch.No);
    }

    public static async Task<SettlementBatch> InstructAsync(this TestBank bank, DateOnly through)
    {
        var receipt = (await bank.AskAsync(new SettlePool(bank.Head(), through))).Value;
        await using var db = bank.Db();
        return await db.Batches.SingleAsync(batch => batch.OrderId == receipt.OrderId);
    }

    public static async Task ReleaseFloatAsync(this TestBank bank, SettlementBatch batch)
    {
        var step = new ReleaseFloat(bank.Pool.Id, batch.No);
        while (!(await bank.Writer.RunAsync(bank.Pool.Id, step.Run)).Value.Done)
        {
        }
    }

    public static async Task<SettlementBatch> BatchAsync(this TestBank bank, string no)
    {
        await using var db = bank.Db();
        return await db.Batches.SingleAsync(batch => batch.Id == SettlementBatch.IdOf(no));
    }

    /// <summary>A withdrawal, accepted and sent; answered where <paramref name="paid"/>.</summary>
    public static async Task<Receipt> WithdrawAsync(this TestBank bank, string account, long amountFen, bool paid = true)
    {
        var accepted = (await bank.AskAsync(new Withdrawal(bank.Head(), account, amountFen, Verification.TradePassword))).Value;
        var send = new SendWithdrawal(bank.Pool.Id, accepted.OrderNo);
        _ = (await bank.Writer.RunAsync(bank.Pool.Id, send.Run)).Value;
        if (paid) await bank.AnswerAsync(accepted, ChannelResult.Succeeded);
        return accepted;
    }

    public static async Task AnswerAsync(this TestBank bank, Receipt order, ChannelResult result, bool feeReturned = false)
    {
        var answer = new TakeAnswer(bank.Pool.Id, order.OrderNo, new ChannelAnswer(result, "P" + order.OrderNo, FeeReturned: feeReturned));
        _ = (await bank.Writer.RunAsync(bank.Pool.Id, answer.Run)).Value;
    }

    /// <summary>Book and unsettled balance of an account, in yuan.</summary>
    public static async Task<string> BalanceAsync(this TestBank bank, string account)
    {
        var row = await bank.AccountAsync(account);
        return $"{Fen.Format(row.BookFen)}, unsettled {Fen.Format(row.FloatFen)}";
    }

    public static async Task<string> BookAsync(this TestBank bank, AccountType type) => Fen.Format((await bank.AccountAsync(type)).BookFen);
}
