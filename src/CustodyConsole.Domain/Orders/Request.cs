using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Orders;

/// <summary>What every request carries: for which pool, under which number, and who asks.</summary>
/// <param name="PoolId">The pool concerned.</param>
/// <param name="RequestNo">The request number, 1 to 64 characters, unique per platform for ever (R51).</param>
/// <param name="Operator">The platform's interface or the member of staff that gives the instruction.</param>
public sealed record RequestHead(long PoolId, string RequestNo, string Operator)
{
    /// <summary>What the code of an operator begins with where it is a platform's interface; its number follows.</summary>
    public const string Interface = "api:";

    /// <summary>True where a platform's interface gives the instruction, so that the number is one of the platform's own.</summary>
    public bool IsPlatforms => Operator.StartsWith(Interface, StringComparison.Ordinal);
}

/// <summary>The answer to an accepted request. A repeated request with the same content gets it again.</summary>
/// <param name="OrderId">Key of the order.</param>
/// <param name="OrderNo">Order number shown to people.</param>
/// <param name="State">Where the order stands.</param>
/// <param name="AmountFen">The amount in fen.</param>
/// <param name="FeeFen">The fee in fen.</param>
/// <param name="AuthCode">The freeze that was made, to be cited later; null where none was.</param>
/// <param name="Repeated">True when the request number was known already and nothing was done.</param>
/// <param name="AccountNo">The number of the sub-account that an opening made; null for other orders.</param>
public sealed record Receipt(
    long OrderId, string OrderNo, OrderState State, long AmountFen, long FeeFen, string? AuthCode, bool Repeated,
    string? AccountNo = null);

/// <summary>
/// Request numbers (R51): every operation looks its number up before anything else. The same number with the same content is answered
/// from the stored order; with other content it is refused. A refused request leaves nothing behind and does not use its number up, so
/// the same request may be sent again once the cause is gone.
/// </summary>
public static class RequestNumbers
{
    /// <summary>The longest request number.</summary>
    public const int LengthMax = 64;

    /// <summary>
    /// True for the forms in which the bank numbers what it does itself: settlements and confirmations of the day end, failed listings whose window
    /// is over, recoveries that a repayment begins with, and what two people have asked for and approved, each step of it. They lie beside the platform's numbers, and no platform may take one away beforehand.
    /// </summary>
    public static bool IsReserved(string? requestNo) => requestNo is not null
        && (requestNo.StartsWith("SETTLE-", StringComparison.OrdinalIgnoreCase) || requestNo.StartsWith("CONFIRM-", StringComparison.OrdinalIgnoreCase)
            || requestNo.StartsWith("EXPIRE-", StringComparison.OrdinalIgnoreCase) || requestNo.StartsWith('#')
            || Approvals.ApprovalRequest.IdOf(requestNo.Split('-')[0]) is not null);

    /// <summary>
    /// Looks a request number up. Null when it is new; otherwise the first answer again, or a refusal:
    /// <see cref="OrderRefusals.RequestNumberMissing"/>, <see cref="OrderRefusals.RequestNumberReused"/>.
    /// </summary>
    internal static Outcome<Receipt>? Known(Books books, long platformId, string requestNo, byte[] contentHash)
    {
        if (string.IsNullOrWhiteSpace(requestNo) || requestNo.Length > LengthMax) return OrderRefusals.RequestNumberMissing(LengthMax);
        if (books.OrderByRequest.Find((platformId, requestNo)) is not { } order) return null;
        if (!order.ContentHash.AsSpan().SequenceEqual(contentHash)) return OrderRefusals.RequestNumberReused(requestNo, order.OrderNo);
        return ReceiptOf(books, order, repeated: true);
    }

    /// <summary>The receipt of an order as it stands.</summary>
    internal static Receipt ReceiptOf(Books books, CustodyOrder order, bool repeated = false) => new(
        order.Id, order.OrderNo, order.State, order.AmountFen, order.FeeFen,
        order.FreezeId is { } freezeId ? Ledger.Freeze.AuthCodeOf(freezeId) : null, repeated,
        order is { Type: OrderType.OpenAccount, AccountId: { } accountId } ? books.Accounts.Get(accountId).Number : null);

    /// <summary>
    /// The hash of a request's content: every field that matters, in a fixed order, each behind its length, so that no text can pass for two.
    /// </summary>
    internal static byte[] Hash(OrderType type, params ReadOnlySpan<object?> fields)
    {
        var text = new StringBuilder(128).Append((int)type);
        foreach (var field in fields)
        {
            var value = field is IFormattable formattable
                ? formattable.ToString(null, CultureInfo.InvariantCulture)
                : field?.ToString();
            text.Append('|').Append(value?.Length ?? -1).Append(':').Append(value);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..16];
    }
}

/// <summary>The first steps that every operation of a platform shares.</summary>
internal static class Admission
{
    /// <summary>
    /// The platform of a pool, open for new business. Refusals in order: <see cref="OrderRefusals.UnknownPool"/>,
    /// <see cref="OrderRefusals.PlatformClosed"/> unless <paramref name="evenClosed"/> (late answers are still settled),
    /// <see cref="OrderRefusals.PlatformSuspended"/> unless <paramref name="evenSuspended"/> (money still flows back to users).
    /// </summary>
    public static Outcome<Platform> Platform(Books books, long poolId, bool evenSuspended = false, bool evenClosed = false)
    {
        if (books.Pools.Find(poolId) is not { } pool) return OrderRefusals.UnknownPool(poolId);
        var platform = books.Platforms.Get(pool.PlatformId);
        if (platform.State == PlatformState.Closed && !evenClosed) return OrderRefusals.PlatformClosed(platform.No);
        if (platform.State == PlatformState.Suspended && !evenSuspended) return OrderRefusals.PlatformSuspended(platform.No);
        return platform;
    }

    /// <summary>Names an order and its pool as rows that an operation will need.</summary>
    public static void WantOrder(Books books, long poolId, string orderNo)
    {
        books.Pools.Want(poolId);
        if (CustodyOrder.IdOf(orderNo) is not { } id) return;
        books.Orders.Want(id);
        books.OrderFees.Want(id);
        books.PayoutHolds.Want(id);
    }

    /// <summary>The order with this number in a pool; null when there is none.</summary>
    public static CustodyOrder? FindOrder(Books books, long poolId, string orderNo) =>
        CustodyOrder.IdOf(orderNo) is { } id && books.Orders.Find(id) is { } order && order.PoolId == poolId && order.OrderNo == orderNo
            ? order
            : null;

    /// <summary>Adds an event to an order and moves it to the event's state.</summary>
    public static void Step(Books books, CustodyOrder order, OrderState state, long? entryId, string? note = null)
    {
        books.Orders.Edit(order);
        order.State = state;
        order.UpdatedAtUtc = books.NowUtc;
        books.OrderEvents.Add(new OrderEvent { OrderId = order.Id, State = state, AtUtc = books.NowUtc, EntryId = entryId, Note = note });
    }
}
