using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>Why a replay does not begin or does not go on, though its file can be read.</summary>
public static class ReplayRefusals
{
    /// <summary>The bank said no to a request of the replay.</summary>
    public static Refusal BankRefused(string requestNo, Refusal reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new(
            "replay.bank-refused",
            $"请求 {requestNo} 被拒绝：{reason.Chinese}如该库曾回放过其他文件或使用过其他种子，请换用新库。",
            $"Request {requestNo} was refused: {reason.English} If another file or seed was replayed into this " +
            "database, take a new one.");
    }

    /// <summary>A payout did not succeed at once; only evidence of the payment company ends it.</summary>
    public static Refusal NotPaidOut(string orderNo) => new(
        "replay.not-paid-out",
        $"提现订单 {orderNo} 尚无支付公司结果；请重新运行回放以继续。",
        $"Withdrawal order {orderNo} has no result of the payment company yet; run the replay again to go on.");

    /// <summary>The bank's date is beyond days on which the file still has something to do.</summary>
    public static Refusal DatabaseTooLate(DateOnly accountingDate, string listingNo, DateOnly registeredOn) => new(
        "replay.database-too-late",
        $"数据库的会计日已为 {accountingDate:yyyy-MM-dd}，而文件中的标的 {listingNo} 应于 {registeredOn:yyyy-MM-dd} 登记；请换用新库。",
        $"The database is on accounting date {accountingDate:yyyy-MM-dd} already, but listing {listingNo} of the " +
        $"file belongs on {registeredOn:yyyy-MM-dd}; take a new database.");

    /// <summary>The database failed while it was in use.</summary>
    public static Refusal DatabaseLost(string reason) => new(
        "replay.database-lost",
        $"数据库读写失败（{reason}）。",
        $"The database could not be read or written ({reason}).");

    /// <summary>The text names neither a file nor a PostgreSQL connection in the form that is understood.</summary>
    public static Refusal DatabaseForm() => new(
        "replay.database-form",
        "--database：应为 SQLite 文件路径，或以 Host= 开头的 PostgreSQL 连接串，例如 Host=127.0.0.1;Username=custody;Database=custody。",
        "--database: it must be the path of a SQLite file or a PostgreSQL connection that begins with Host=, such as " +
        "Host=127.0.0.1;Username=custody;Database=custody.");
}
