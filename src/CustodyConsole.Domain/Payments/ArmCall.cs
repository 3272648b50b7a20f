using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>What the payment company is to be called for.</summary>
internal enum CallPurpose
{
    /// <summary>To send the user a code for a recharge.</summary>
    Code,
    /// <summary>To confirm a recharge with the code; the order is marked as sent.</summary>
    Confirm,
    /// <summary>To pay a withdrawal out.</summary>
    Payout,
}

/// <summary>
/// The last step before a call goes out: it looks at the order as it stands now, because whoever found the order may
/// have done so long ago, and hands out what the call needs. A code is sent for accepted recharges only, and only they
/// are confirmed; a payout is made for what is sent or unknown only, never for what has ended and may be refunded. While
/// postings on the pool are stopped nothing is called for that would move money there: it could not be booked.
/// </summary>
/// <param name="PoolId">The pool.</param>
/// <param name="OrderNo">The order number.</param>
/// <param name="Purpose">What is to be called for.</param>
internal sealed record ArmCall(long PoolId, string OrderNo, CallPurpose Purpose)
{
    public void Want(Books books) => Admission.WantOrder(books, PoolId, OrderNo);

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownOrder"/>, <see cref="PaymentRefusals.NotARecharge"/>,
    /// <see cref="LedgerRefusals.PostingsStopped"/>. An order in a state that does not allow the call is returned as it
    /// stands, not armed.
    /// </summary>
    public Outcome<SealedCall> Run(Books books)
    {
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { AccountId: { } accountId, CardId: { } cardId } order)
            return OrderRefusals.UnknownOrder(OrderNo);
        var isPayout = Purpose == CallPurpose.Payout;
        if (isPayout && order.Type != OrderType.Withdrawal) return OrderRefusals.UnknownOrder(OrderNo);
        if (!isPayout && order.Type != OrderType.Recharge) return PaymentRefusals.NotARecharge(OrderNo);

        var armed = isPayout
            ? order.State is OrderState.Sent or OrderState.Unknown
            : order.State == OrderState.Accepted;
        if (armed && books.Pools.Get(PoolId).RefusePostings() is { } stopped) return stopped;
        if (armed && Purpose == CallPurpose.Confirm) Admission.Step(books, order, OrderState.Sent, null);
        return new SealedCall(
            armed,
            RequestNumbers.ReceiptOf(books, order, repeated: !armed),
            PoolId,
            isPayout ? WithdrawalParts.Of(order).PayoutFen : order.AmountFen,
            Party.Of(books.Users.Get(books.Accounts.Get(accountId).UserId!.Value)),
            cardId,
            books.Cards.Get(cardId).NumberCipher,
            books.Bank.AccountingDate);
    }
}

/// <summary>What the writer's thread hands out about a user; the rows themselves stay with it.</summary>
internal sealed record Party(long UserId, PartyKind Kind, string Name, byte[] IdentityCipher, byte[] MobileCipher)
{
    public static Party Of(CustodyUser user) =>
        new(user.Id, user.Kind, user.Name, user.IdentityCipher, user.MobileCipher);
}

/// <summary>
/// A call with its personal data still encrypted: it is opened outside the writer, just before the call goes out, and
/// only if it is armed.
/// </summary>
internal sealed record SealedCall(
    bool Armed, Receipt Receipt, long PoolId, long AmountFen, Party Party, long CardId, byte[] CardCipher, DateOnly AskedOn)
{
    public PaymentCall Open(PersonalData personalData) => new(
        PoolId,
        Receipt.OrderNo,
        AmountFen,
        Party.Name,
        personalData.Decrypt(PersonalField.Card, CardId, CardCipher),
        personalData.Decrypt(PersonalField.Mobile, Party.UserId, Party.MobileCipher)) { AskedOn = AskedOn };
}
