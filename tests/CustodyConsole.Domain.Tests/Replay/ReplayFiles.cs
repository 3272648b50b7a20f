using CustodyConsole.Replay;

namespace CustodyConsole.Domain.Tests.Replay;

/// <summary>Files in the forms of a replay, all of them invented.</summary>
internal static class ReplayFiles
{
    /// <summary>
    /// Six loans. 1: 300.00 in three instalments; 250.00 come in time, the guarantor pays 50.00, a last payment of
    /// 80.00 brings it back and leaves 30.00. 2: refunded. 3: no schedule, 50.00 of 200.01 paid. 4: nothing paid, the
    /// guarantor pays all. 5: never open. 6: a payment dated before the release.
    /// </summary>
    public const string Kiva =
        """
        [{"id": 1, "status": "paid", "loan_amount": 300, "lender_count": 3, "posted_date": "2006-01-10T08:00:00Z",
          "funded_date": "2006-01-12T08:00:00Z", "partner_id": 7,
          "scheduled_payments": [{"due_date": "2006-02-12T08:00:00Z", "amount": 100},
            {"due_date": "2006-03-12T08:00:00Z", "amount": 100}, {"due_date": "2006-04-12T08:00:00Z", "amount": 100}],
          "payments": [{"payment_id": 11, "amount": 100, "processed_date": "2006-02-10T08:00:00Z"},
            {"payment_id": 12, "amount": 150, "processed_date": "2006-04-01T08:00:00Z"},
            {"payment_id": 13, "amount": 80, "processed_date": "2006-05-20T08:00:00Z"}]},
         {"id": 2, "status": "refunded", "loan_amount": 100, "lender_count": 2, "posted_date": "2006-01-11T08:00:00Z",
          "funded_date": "2006-01-11T08:00:00Z"},
         {"id": 3, "status": "defaulted", "loan_amount": 200.01, "lender_count": 2,
          "posted_date": "2006-01-15T08:00:00Z", "funded_date": "2006-01-14T08:00:00Z",
          "payments": [{"payment_id": 31, "amount": 50, "processed_date": "2006-03-01T08:00:00Z"}]},
         {"id": 4, "status": "defaulted", "loan_amount": 100, "lender_count": 1, "posted_date": "2006-01-20T08:00:00Z",
          "funded_date": "2006-01-20T08:00:00Z", "partner_id": 7,
          "scheduled_payments": [{"due_date": "2006-03-01T08:00:00Z", "amount": 100}]},
         {"id": 5, "status": "deleted", "loan_amount": 75, "lender_count": 0},
         {"id": 6, "status": "paid", "loan_amount": 50, "lender_count": 1, "posted_date": "2006-02-01T08:00:00Z",
          "funded_date": "2006-02-05T08:00:00Z", "partner_id": 8,
          "scheduled_payments": [{"due_date": "2006-03-05T08:00:00Z", "amount": 50}],
          "payments": [{"payment_id": 61, "amount": 20, "processed_date": "2006-02-03T08:00:00Z"},
            {"payment_id": 62, "amount": 30, "processed_date": "2006-02-20T08:00:00Z"}]}]
        """;

    /// <summary>
    /// Three listings that stand, a torn line (2), and one above the borrowing limit on its first day (5); the same
    /// amount stands the day before (4).
    /// </summary>
    public const string Ppdai =
        """
        ¥1,200, 12%, 3个月, 还款方式:等额本息(按月还款), 进度条：100%投标人数：3人结束时间：2015/9/1, 3, AAA,
        ¥3,¥4,000, 12%, 3个月, 还款方式:等额本息(按月还款), 进度条：100%投标人数：3人结束时间：2015/9/1, 3, AAA,
        ¥100, 10%, 1个月, 还款方式:等额本息(按月还款), 进度条：100%投标人数：7人结束时间：2015/8/3, 7, B,
        ¥300,000, 12%, 1个月, 还款方式:等额本息(按月还款), 进度条：100%投标人数：1人结束时间：2016/8/23, 1, C,
        ¥300,000, 12%, 1个月, 还款方式:等额本息(按月还款), 进度条：100%投标人数：1人结束时间：2016/8/24, 1, C,
        """;
}

/// <summary>A database that does not exist yet, with a place for its key; gone with the test.</summary>
internal sealed class EmptyDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replay-test-").FullName;

    private EmptyDatabase(string? postgres) => Connection = postgres ?? Path.Combine(_folder, "custody.db");

    public string Connection { get; }

    public string KeyFile => Path.Combine(_folder, "personal-data.key");

    public static async Task<EmptyDatabase> NewAsync(string database) =>
        new(database == "sqlite" ? null : await PostgresCluster.NewDatabaseAsync());

    /// <summary>Replays a reading into it.</summary>
    public Task<ReplayResult> ReplayAsync(ReplayReading reading, CancellationToken cancellationToken = default) =>
        ReplayRun.RunAsync(reading.Plan!, Connection, KeyFile, new ReplayProgress(), DateOnly.MaxValue, cancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
