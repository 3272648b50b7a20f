using CustodyConsole.Domain.Orders;
using static CustodyConsole.Domain.Orders.OrderState;

namespace CustodyConsole.Domain.Payments;

/// <summary>What an answer of the payment company does to an order.</summary>
internal enum AnswerStep
{
    /// <summary>Nothing: it was known already, or says nothing new.</summary>
    None,
    /// <summary>The result is unknown from now on.</summary>
    MarkUnknown,
    /// <summary>The payment succeeded: book it.</summary>
    Succeed,
    /// <summary>It failed: what was reserved or in transit goes back.</summary>
    Fail,
    /// <summary>A payout came back.</summary>
    Return,
    /// <summary>A payout came back before its success was known: book both.</summary>
    SucceedAndReturn,
    /// <summary>It contradicts what is booked: refused, recorded, no money moves.</summary>
    Contradict,
    /// <summary>
    /// It reports a success of what has failed: refused and recorded, and the money it claims to have moved is put into
    /// suspense.
    /// </summary>
    ContradictIntoSuspense,
}

/// <summary>
/// Every state of a payment's order against every answer: the one place that says what follows (R15, R21, R22). An
/// unknown result ends by evidence only; an answer that no state allows is a contradiction, never silence.
/// </summary>
internal static class AnswerTable
{
    public static AnswerStep Recharge(OrderState state, ChannelResult result) => (state, result) switch
    {
        (Accepted or Sent or Unknown, ChannelResult.Succeeded) => AnswerStep.Succeed,
        (Accepted or Sent or Unknown, ChannelResult.Failed) => AnswerStep.Fail,
        (Accepted, ChannelResult.Unknown) => AnswerStep.MarkUnknown,
        // The user may still be typing the code.
        (Accepted, ChannelResult.NotFound) => AnswerStep.None,
        (Sent, ChannelResult.Unknown or ChannelResult.NotFound) => AnswerStep.MarkUnknown,
        (Unknown, ChannelResult.Unknown or ChannelResult.NotFound) => AnswerStep.None,

        (Succeeded or Reversed, ChannelResult.Succeeded) => AnswerStep.None,
        (Succeeded, ChannelResult.Failed) => AnswerStep.Contradict,
        (Reversed, ChannelResult.Failed) => AnswerStep.None,

        (Failed, ChannelResult.Succeeded) => AnswerStep.ContradictIntoSuspense,
        (Failed, ChannelResult.Failed) => AnswerStep.None,

        (Succeeded or Failed or Reversed, ChannelResult.Unknown or ChannelResult.NotFound) => AnswerStep.None,
        (_, ChannelResult.Returned) => AnswerStep.Contradict,
        (Returned or Intercepted, _) => AnswerStep.Contradict,
        _ => throw new ArgumentOutOfRangeException(nameof(result), $"No rule for {state} and {result}."),
    };

    public static AnswerStep Withdrawal(OrderState state, ChannelResult result) => (state, result) switch
    {
        // Nothing was sent, so nothing can have been paid; stopping it before it is sent is a failure like any other.
        (Accepted, ChannelResult.Succeeded or ChannelResult.Returned) => AnswerStep.Contradict,
        (Accepted, ChannelResult.Failed) => AnswerStep.Fail,
        (Accepted, ChannelResult.Unknown or ChannelResult.NotFound) => AnswerStep.None,

        (Sent or Unknown, ChannelResult.Succeeded) => AnswerStep.Succeed,
        (Sent or Unknown, ChannelResult.Failed) => AnswerStep.Fail,
        (Sent or Unknown, ChannelResult.Returned) => AnswerStep.SucceedAndReturn,
        (Sent, ChannelResult.Unknown or ChannelResult.NotFound) => AnswerStep.MarkUnknown,
        (Unknown, ChannelResult.Unknown or ChannelResult.NotFound) => AnswerStep.None,

        (Succeeded, ChannelResult.Succeeded) => AnswerStep.None,
        (Succeeded, ChannelResult.Failed) => AnswerStep.Contradict,
        (Succeeded, ChannelResult.Returned) => AnswerStep.Return,

        (Failed, ChannelResult.Succeeded) => AnswerStep.ContradictIntoSuspense,
        (Failed, ChannelResult.Failed) => AnswerStep.None,
        (Failed, ChannelResult.Returned) => AnswerStep.Contradict,

        // The late word about the payout itself, or the return in other words: the money is with the user.
        (Returned, ChannelResult.Succeeded or ChannelResult.Failed or ChannelResult.Returned) => AnswerStep.None,

        // It was never sent, so nothing can have been paid.
        (Intercepted, ChannelResult.Succeeded or ChannelResult.Returned) => AnswerStep.Contradict,
        (Intercepted, ChannelResult.Failed) => AnswerStep.None,

        (Succeeded or Failed or Returned or Intercepted, ChannelResult.Unknown or ChannelResult.NotFound) => AnswerStep.None,
        (Reversed, _) => AnswerStep.Contradict,
        _ => throw new ArgumentOutOfRangeException(nameof(result), $"No rule for {state} and {result}."),
    };
}
