using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// Why money does not come in or go out, and why the payment company's word is not followed. Amounts in fen.
/// </summary>
public static class PaymentRefusals
{
    /// <summary>The amount is larger than any single payment.</summary>
    public static Refusal AboveLimit(long limitFen) => new(
        "payment.above-limit",
        $"amount：单笔金额不得超过 {Fen.Format(limitFen)} 元。",
        $"amount: a single payment is at most {Fen.Format(limitFen)} yuan.");

    /// <summary>The platform has no tariff for withdrawals that are paid out so soon or so late.</summary>
    public static Refusal SpeedNotOffered(string platformNo, WithdrawalSpeed speed) => new(
        "payment.speed-not-offered",
        $"平台 {platformNo} 未开通{(speed == WithdrawalSpeed.NextWorkingDay ? "普通提现（T+1）" : "快速提现（T+0）")}，请改用已开通的到账方式。",
        $"Platform {platformNo} does not offer {(speed == WithdrawalSpeed.NextWorkingDay ? "T+1" : "T+0")} withdrawals; use the other kind.");

    /// <summary>The fee is taken out of the amount and leaves nothing of it.</summary>
    public static Refusal FeeExceedsAmount(long feeFen, long amountFen) => new(
        "payment.fee-exceeds-amount",
        $"手续费 {Fen.Format(feeFen)} 元从提现金额 {Fen.Format(amountFen)} 元中扣除后无可出款金额。",
        $"The fee of {Fen.Format(feeFen)} yuan is taken out of the {Fen.Format(amountFen)} withdrawn "
        + "and leaves nothing to pay out.");

    /// <summary>The platform lets only settled money be withdrawn.</summary>
    public static Refusal NotSettledYet(string accountNo, long withdrawableFen, long wantedFen) => new(
        "payment.not-settled-yet",
        $"账户 {accountNo} 的充值资金尚未清算到账，当前可提现 {Fen.Format(withdrawableFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"Recharges of account {accountNo} are not settled yet: {Fen.Format(withdrawableFen)} yuan can be "
        + $"withdrawn now, less than the {Fen.Format(wantedFen)} asked for.");

    /// <summary>The platform bears the fee, and its income account does not hold that much.</summary>
    public static Refusal PlatformCannotBearFee(string platformNo, long availableFen, long feeFen) => new(
        "payment.platform-cannot-bear-fee",
        $"平台 {platformNo} 的收入账户可用余额 {Fen.Format(availableFen)} 元，不足以承担手续费 {Fen.Format(feeFen)} 元，暂不能提现。",
        $"The income account of platform {platformNo} has {Fen.Format(availableFen)} yuan available and "
        + $"cannot bear the fee of {Fen.Format(feeFen)}; withdrawals have to wait.");

    /// <summary>The payment company names another amount than the order's.</summary>
    public static Refusal AmountDiffers(string orderNo, long orderedFen, long namedFen) => new(
        "payment.amount-differs",
        $"订单 {orderNo} 金额为 {Fen.Format(orderedFen)} 元，支付公司应答金额为 {Fen.Format(namedFen)} 元，未记账，已登记待核对。",
        $"Order {orderNo} is for {Fen.Format(orderedFen)} yuan, but the payment company's answer names "
        + $"{Fen.Format(namedFen)}; nothing was booked, the answer is recorded for reconciliation.");

    /// <summary>A recharge is confirmed without the payment company's serial, which is its evidence.</summary>
    public static Refusal SerialMissing(int lengthMax) => new(
        "payment.serial-missing",
        $"支付公司流水号不能为空，且不超过 {lengthMax} 个字符；没有流水号不能入账。",
        $"The payment company's serial must have 1 to {lengthMax} characters; without it a recharge is not booked.");

    /// <summary>The payment was booked already by another order (R15).</summary>
    public static Refusal SerialTaken(string serial, string orderNo) => new(
        "payment.serial-taken",
        $"支付流水 {serial} 已由订单 {orderNo} 入账，不能重复入账。",
        $"The payment {serial} was booked by order {orderNo} already and is not booked twice.");

    /// <summary>The payment company reports the success of an order a second time under another serial.</summary>
    public static Refusal AnotherSerial(string orderNo, string known, string named) => new(
        "payment.another-serial",
        $"订单 {orderNo} 已按支付流水 {known} 成功，又收到流水 {named} 的成功应答，未重复记账，已登记待核对。",
        $"Order {orderNo} succeeded under serial {known} already; a success under serial {named} was not booked again, "
        + "it is recorded for reconciliation.");

    /// <summary>The answer does not fit the order's state.</summary>
    public static Refusal AnswerContradicts(string orderNo, OrderState state, ChannelResult result) => new(
        "payment.answer-contradicts",
        $"订单 {orderNo} 当前状态为“{OrderWords.Chinese(state)}”，与支付公司应答“{Chinese(result)}”矛盾，未记账，已登记待核对。",
        $"Order {orderNo} is {OrderWords.English(state)}, which the payment company's answer \"{English(result)}\" "
        + "contradicts; nothing was booked, the answer is recorded for reconciliation.");

    /// <summary>A recharge that has failed is reported as paid.</summary>
    public static Refusal RechargeHasFailed(string orderNo, long amountFen) => new(
        "payment.recharge-has-failed",
        $"充值订单 {orderNo} 已失败，支付公司又报告成功；{Fen.Format(amountFen)} 元未计入用户账户，已作长款挂账待核对。",
        $"Recharge {orderNo} has failed, but the payment company reports its success: {Fen.Format(amountFen)} yuan "
        + "were not credited to the user and lie in long suspense until reconciled.");

    /// <summary>Another code for a recharge could not be sent; the recharge itself goes on.</summary>
    public static Refusal CodeNotSent(string orderNo) => new(
        "payment.code-not-sent",
        $"充值订单 {orderNo} 的短信验证码重新发送失败，订单不受影响，请稍后重试。",
        $"Another code for recharge {orderNo} could not be sent; the recharge is not affected, try again later.");

    /// <summary>A withdrawal that has failed is reported as paid out.</summary>
    public static Refusal WithdrawalHasFailed(string orderNo, long payoutFen) => new(
        "payment.withdrawal-has-failed",
        $"提现订单 {orderNo} 已失败并退回用户，支付公司又报告出款 {Fen.Format(payoutFen)} 元成功，已作短款挂账待追索。",
        $"Withdrawal {orderNo} has failed and went back to the user, but the payment company reports a payout of "
        + $"{Fen.Format(payoutFen)} yuan, which lies in short suspense until recovered.");

    /// <summary>A reversal names no reason.</summary>
    public static Refusal ReasonMissing() => new(
        "payment.reason-missing",
        "冲正原因：不能为空，且不超过256个字符。",
        "Reason of the reversal: it must have 1 to 256 characters.");

    /// <summary>The order is no recharge.</summary>
    public static Refusal NotARecharge(string orderNo) => new(
        "payment.not-a-recharge",
        $"订单 {orderNo} 不是充值订单，不能办理该业务。",
        $"Order {orderNo} is not a recharge, and this step is for recharges only.");

    /// <summary>The order is no withdrawal.</summary>
    public static Refusal NotAWithdrawal(string orderNo) => new(
        "payment.not-a-withdrawal",
        $"订单 {orderNo} 不是提现订单，不能办理该业务。",
        $"Order {orderNo} is not a withdrawal, and this step is for withdrawals only.");

    /// <summary>The withdrawal was sent to the payment company already, or has ended.</summary>
    public static Refusal TooLateToIntercept(string orderNo, OrderState state) => new(
        "payment.too-late-to-intercept",
        $"提现订单 {orderNo} 当前状态为“{OrderWords.Chinese(state)}”，只能拦截已受理且尚未发送支付公司的提现。",
        $"Withdrawal {orderNo} is {OrderWords.English(state)}; only what is accepted and not yet sent to the payment company can be intercepted.");

    /// <summary>Somebody has asked to intercept the withdrawal; that is decided first.</summary>
    public static Refusal InterceptionPending(string orderNo, string approvalNo) => new(
        "payment.interception-pending",
        $"提现订单 {orderNo} 的拦截申请 {approvalNo} 尚未处理完毕，处理后方可审批出款。",
        $"Request {approvalNo} asks to intercept withdrawal {orderNo}; it is decided before the payout can be approved.");

    /// <summary>A written statement says nothing that can be taken.</summary>
    public static Refusal StatementMalformed(int lengthMax) => new(
        "payment.statement-malformed",
        $"书面答复须写明成功、失败或退汇以及文号（1 至 {lengthMax} 个字符）；手续费退还仅适用于退汇。",
        $"A statement says succeeded, failed or returned and has a number of 1 to {lengthMax} characters; only with a return does a fee come back.");

    /// <summary>A written statement names a day on which it cannot have happened.</summary>
    public static Refusal StatementDate(string orderNo, DateOnly date, DateOnly acceptedOn, DateOnly today) => new(
        "payment.statement-date",
        $"订单 {orderNo} 的交易日期 {date:yyyy-MM-dd} 应在受理日 {acceptedOn:yyyy-MM-dd} 与当前会计日 {today:yyyy-MM-dd} 之间。",
        $"Order {orderNo}: the transaction date {date:yyyy-MM-dd} must lie from its acceptance on {acceptedOn:yyyy-MM-dd} to the accounting date {today:yyyy-MM-dd}.");

    /// <summary>The books would not follow such an answer, or have followed it.</summary>
    public static Refusal StatementBooksNothing(string orderNo, OrderState state, ChannelResult result) => new(
        "payment.statement-books-nothing",
        $"订单 {orderNo} 当前状态为“{OrderWords.Chinese(state)}”，书面答复“{Chinese(result)}”不引起记账；资金如有差异，请按挂账清理办理。",
        $"Order {orderNo} is {OrderWords.English(state)}; a statement that it {English(result)} books nothing. Where money differs, clear it as a difference in suspense.");

    /// <summary>The unsettled money that the recharge brought is not on the account any more.</summary>
    public static Refusal UnsettledMoneyGone(string orderNo, long floatFen, long amountFen) => new(
        "payment.unsettled-money-gone",
        $"充值订单 {orderNo} 的在途资金已被使用或已清算，账户现有在途资金 {Fen.Format(floatFen)} 元，不足冲正 {Fen.Format(amountFen)} 元，请按差错处理。",
        $"The unsettled money of recharge {orderNo} was used or settled: the account holds {Fen.Format(floatFen)} yuan "
        + $"of unsettled money, less than the {Fen.Format(amountFen)} to reverse; treat it as a difference.");

    internal static string Chinese(ChannelResult result) => result switch
    {
        ChannelResult.Succeeded => "成功",
        ChannelResult.Failed => "失败",
        ChannelResult.Unknown => "未知",
        ChannelResult.Returned => "退汇",
        ChannelResult.NotFound => "查无此单",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    internal static string English(ChannelResult result) => result switch
    {
        ChannelResult.Succeeded => "succeeded",
        ChannelResult.Failed => "failed",
        ChannelResult.Unknown => "unknown",
        ChannelResult.Returned => "returned",
        ChannelResult.NotFound => "not found",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}
