namespace CustodyConsole.Domain.Ledger;

/// <summary>Why the ledger says no. Listed in the order in which the ledger asks.</summary>
public static class LedgerRefusals
{
    /// <summary>The accounting day is closed and takes no postings (c.3, invariant 11).</summary>
    public static Refusal DayClosed(DateOnly date) => new(
        "ledger.day-closed",
        $"会计日 {date:yyyy-MM-dd} 已关账，不能再记账。",
        $"The accounting day {date:yyyy-MM-dd} is closed and takes no postings.");

    /// <summary>Postings on the pool are stopped after a breach of the invariants.</summary>
    public static Refusal PostingsStopped(string paymentCompany) => new(
        "ledger.postings-stopped",
        $"该存管汇总户（支付公司：{paymentCompany}）因账簿不符已暂停记账，仅可查询。",
        $"Postings on this pool (payment company {paymentCompany}) are stopped because its books do not agree; reading goes on.");

    /// <summary>There is no such account in this pool.</summary>
    public static Refusal UnknownAccount(string number) => new(
        "ledger.unknown-account",
        $"账户 {number} 不存在或不属于该平台。",
        $"Account {number} does not exist or does not belong to this platform.");

    /// <summary>The account is closed.</summary>
    public static Refusal AccountClosed(string number) => new(
        "ledger.account-closed",
        $"账户 {number} 已销户，不能记账。",
        $"Account {number} is closed and takes no postings.");

    /// <summary>The available part does not suffice. Amounts in fen.</summary>
    public static Refusal InsufficientFunds(string number, long availableFen, long wantedFen) => new(
        "ledger.insufficient-funds",
        $"账户 {number} 可用余额 {Fen.Format(availableFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"Account {number} has {Fen.Format(availableFen)} yuan available, less than the {Fen.Format(wantedFen)} asked for.");

    /// <summary>The freeze does not hold that much any more. Amounts in fen.</summary>
    public static Refusal FreezeTooSmall(string authCode, long remainingFen, long wantedFen) => new(
        "ledger.freeze-too-small",
        $"授权码 {authCode} 剩余冻结 {Fen.Format(remainingFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"Freeze {authCode} still holds {Fen.Format(remainingFen)} yuan, less than the {Fen.Format(wantedFen)} asked for.");

    /// <summary>There is no such entry.</summary>
    public static Refusal UnknownEntry(long entryId) => new(
        "ledger.unknown-entry",
        $"分录 {entryId} 不存在或不属于该平台。",
        $"Entry {entryId} does not exist or does not belong to this platform.");

    /// <summary>The entry was reversed before; an entry is reversed once.</summary>
    public static Refusal AlreadyReversed(long entryId, long byEntryId) => new(
        "ledger.already-reversed",
        $"分录 {entryId} 已由分录 {byEntryId} 冲正，不能重复冲正。",
        $"Entry {entryId} was already reversed by entry {byEntryId}.");

    /// <summary>The entry is itself a reversal.</summary>
    public static Refusal ReversalOfReversal(long entryId) => new(
        "ledger.reversal-of-reversal",
        $"分录 {entryId} 本身是冲正分录，不能再冲正；请重新发起原业务。",
        $"Entry {entryId} is itself a reversal and cannot be reversed; ask for the original business again.");

    /// <summary>The entry made, used or released a freeze or paid a claim: its own operation undoes it.</summary>
    public static Refusal NotReversible(long entryId) => new(
        "ledger.not-reversible",
        $"分录 {entryId} 涉及冻结或债权，只能由对应业务（撤标、流标、退汇等）撤销，不能直接冲正。",
        $"Entry {entryId} concerns a freeze or a claim; only the business operation that undoes it may do so, not a plain reversal.");

    /// <summary>The next accounting date does not lie after the present one.</summary>
    public static Refusal DateNotLater(DateOnly present, DateOnly wanted) => new(
        "ledger.date-not-later",
        $"日切日期 {wanted:yyyy-MM-dd} 须晚于当前会计日 {present:yyyy-MM-dd}。",
        $"The day cannot be cut to {wanted:yyyy-MM-dd}: the accounting date is {present:yyyy-MM-dd} already.");

    /// <summary>The next accounting date lies too far ahead to be meant.</summary>
    public static Refusal DateTooFar(DateOnly wanted, int daysMax) => new(
        "ledger.date-too-far",
        $"日切日期 {wanted:yyyy-MM-dd} 超前过多，一次最多跨越 {daysMax} 天，请核对。",
        $"The day cannot be cut to {wanted:yyyy-MM-dd}: one cut passes over at most {daysMax} days; check the date.");

    /// <summary>Only a day that was cut can be closed, and days are closed in order.</summary>
    public static Refusal DayNotCut(DateOnly date, DateOnly accountingDate) => new(
        "ledger.day-not-cut",
        $"会计日 {date:yyyy-MM-dd} 尚未日切（当前会计日 {accountingDate:yyyy-MM-dd}），不能关账。",
        $"The day {date:yyyy-MM-dd} was not cut yet (the accounting date is {accountingDate:yyyy-MM-dd}) and cannot be closed.");
}
