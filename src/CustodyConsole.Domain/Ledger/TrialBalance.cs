using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CustodyConsole.Domain.Ledger;

/// <summary>A place where the books contradict themselves.</summary>
/// <param name="Invariant">The number of the invariant in c.3 of the domain reference.</param>
/// <param name="Subject">The account, entry, pool, listing or claim concerned.</param>
/// <param name="Chinese">What is wrong, with the figures.</param>
/// <param name="English">What is wrong, with the figures.</param>
/// <param name="PoolId">The pool whose books contradict themselves; null where it is about a day of the whole bank.</param>
public sealed record Breach(int Invariant, string Subject, string Chinese, string English, long? PoolId = null);

/// <summary>
/// The proof of the books: the invariants of c.3, each one query over the database as it stands in one snapshot. It reads only, trusts no
/// memory of the writer, and runs over any custody database.
/// </summary>
public static class TrialBalance
{
    /// <summary>More breaches of one kind than this are counted but not listed, except for the first one of each pool.</summary>
    public const int ListedMax = 100;

    /// <summary>The subject of the line that says how many more there are.</summary>
    public const string More = "…";

    /// <summary>Runs all checks and returns what contradicts them; nothing when the books are right.</summary>
    public static async Task<IReadOnlyList<Breach>> ProveAsync(
        CustodyDb db, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var connection = db.Database.GetDbConnection();
        await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);

        var breaches = new List<Breach>();
        foreach (var check in TrialBalanceChecks.All)
        {
            progress?.Report(check.English);
            await using var command = connection.CreateCommand();
            command.Transaction = snapshot.GetDbTransaction();
            command.CommandTimeout = 0;
            command.CommandText = check.Pool is null ? check.Sql
                : $"WITH found(subject, expected, actual) AS ({check.Sql}) SELECT subject, expected, actual, {check.Pool} FROM found";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (listed, more) = (0, 0);
            var pools = new HashSet<long?>();
            while (await reader.ReadAsync(cancellationToken))
            {
                var breach = ToBreach(check, reader);
                if (!pools.Add(breach.PoolId) && listed >= ListedMax)
                {
                    more++;
                    continue;
                }

                breaches.Add(breach);
                listed++;
            }

            if (more > 0)
                breaches.Add(new Breach(check.Invariant, More, $"{check.Chinese}：另有 {more} 处", $"{check.English}: {more} more"));
        }

        return breaches;
    }

    /// <summary>Each check answers subject, expected, actual; the last two may be fen or counts.</summary>
    private static Breach ToBreach(Check check, DbDataReader reader)
    {
        var subject = Text(0);
        var expected = Figure(1, check.InFen);
        var actual = Figure(2, check.InFen);
        return new Breach(
            check.Invariant, subject,
            $"{check.Chinese}：{subject}，应为 {expected}，实为 {actual}",
            $"{check.English}: {subject}, expected {expected}, found {actual}",
            reader.FieldCount < 4 ? PoolOf.Named(subject) : reader.IsDBNull(3) ? null : reader.GetInt64(3));

        string Text(int ordinal) => Convert.ToString(reader.GetValue(ordinal), CultureInfo.InvariantCulture) ?? "";

        string Figure(int ordinal, bool inFen)
        {
            if (reader.IsDBNull(ordinal)) return "-";
            var value = reader.GetValue(ordinal);
            return inFen && value is not string ? Fen.Format(Convert.ToInt64(value, CultureInfo.InvariantCulture)) : Text(ordinal);
        }
    }

    internal sealed record Check(int Invariant, string Chinese, string English, string Sql, bool InFen = true, string? Pool = null);
}
