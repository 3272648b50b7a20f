namespace CustodyConsole.Domain.Settlement;

/// <summary>Why a pool is not settled.</summary>
public static class SettlementRefusals
{
    /// <summary>The last day to be covered still takes postings.</summary>
    public static Refusal DayNotCut(DateOnly through) => new(
        "settlement.day-not-cut",
        $"会计日 {through:yyyy-MM-dd} 尚未日切，不能清算。",
        $"The accounting day {through:yyyy-MM-dd} was not cut yet and cannot be settled.");

    /// <summary>Banks do not settle today.</summary>
    public static Refusal NotAWorkingDay(DateOnly today, DateOnly next) => new(
        "settlement.not-a-working-day",
        $"{today:yyyy-MM-dd} 为非工作日，不办理清算；下一清算日为 {next:yyyy-MM-dd}。",
        $"Banks do not settle on {today:yyyy-MM-dd}; the next settlement day is {next:yyyy-MM-dd}.");

    /// <summary>A batch covers that day already.</summary>
    public static Refusal AlreadySettled(DateOnly through, string no) => new(
        "settlement.already-settled",
        $"{through:yyyy-MM-dd} 已由批次 {no} 清算。",
        $"Batch {no} settled {through:yyyy-MM-dd} already.");

    /// <summary>What the batch before should bring has not been confirmed.</summary>
    public static Refusal PreviousOpen(string no) => new(
        "settlement.previous-open",
        $"上一批次 {no} 尚未确认到账，请先确认。",
        $"The batch before, {no}, is not confirmed yet; confirm it first.");

    /// <summary>There is no such batch in the pool.</summary>
    public static Refusal UnknownBatch(string no) => new(
        "settlement.unknown-batch",
        $"没有编号为“{no}”的清算批次。",
        $"There is no settlement batch {no}.");

    /// <summary>The batch was confirmed with a figure already.</summary>
    public static Refusal AlreadyConfirmed(string no, long receivedFen) => new(
        "settlement.already-confirmed",
        $"批次 {no} 已确认，到账 {Fen.Format(receivedFen)} 元，不能再次确认。",
        $"Batch {no} was confirmed with {Fen.Format(receivedFen)} yuan already and cannot be confirmed again.");

    /// <summary>There is no such item in the pool.</summary>
    public static Refusal UnknownItem(string no) => new(
        "settlement.unknown-item",
        $"没有编号为“{no}”的挂账。",
        $"There is no item {no} in suspense.");

    /// <summary>The way does not fit a surplus or a shortage.</summary>
    public static Refusal WrongWay(string no) => new(
        "settlement.wrong-way",
        $"挂账 {no} 不能以此方式清理，请核对长款或短款。",
        $"Item {no} cannot be cleared in this way; check whether it is a surplus or a shortage.");

    /// <summary>Less is left of the item.</summary>
    public static Refusal MoreThanLeft(string no, long leftFen, long wantedFen) => new(
        "settlement.more-than-left",
        $"挂账 {no} 仅余 {Fen.Format(leftFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"Item {no} has {Fen.Format(leftFen)} yuan left, less than the {Fen.Format(wantedFen)} asked for.");

    /// <summary>A user's account is needed.</summary>
    public static Refusal AccountMissing() => new(
        "settlement.account-missing",
        "请填写相关用户的账号。",
        "The account of the user concerned is missing.");

    /// <summary>The user's settled money does not suffice.</summary>
    public static Refusal NotSettledEnough(string number, long settledFen, long wantedFen) => new(
        "settlement.not-settled-enough",
        $"账户 {number} 可用且已到账金额为 {Fen.Format(settledFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"Account {number} has {Fen.Format(settledFen)} yuan available and settled, less than the {Fen.Format(wantedFen)} asked for.");

    /// <summary>The figure cannot be what arrived.</summary>
    public static Refusal ImpossibleAmount(long receivedFen) => new(
        "settlement.impossible-amount",
        $"到账金额：{Fen.Format(receivedFen)} 元超出单批限额，请核对。",
        $"Amount received: {Fen.Format(receivedFen)} yuan is beyond what one batch can move; check it.");
}
