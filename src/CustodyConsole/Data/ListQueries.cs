using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Data;

/// <summary>How many rows a filter has, and the sum of one amount over them.</summary>
/// <param name="Count">The rows, at most <see cref="ListQueries.CountMax"/>.</param>
/// <param name="IsCapped">True when there are more rows than were counted; the sum then says nothing.</param>
/// <param name="SumFen">The sum in fen.</param>
public sealed record Counted(long Count, bool IsCapped, long SumFen);

/// <summary>What lists over large tables have in common.</summary>
public static class ListQueries
{
    /// <summary>
    /// A list counts and sums this many rows; of longer ones it says "10,000+", because counting all would be dear.
    /// </summary>
    public const int CountMax = 10_000;

    /// <summary>
    /// Counts the rows of a filter and sums an amount in one statement that reads no more than <see cref="CountMax"/>
    /// rows.
    /// </summary>
    public static async Task<Counted> CountAsync<T>(
        this IQueryable<T> rows, Expression<Func<T, long>> amountFen, CancellationToken cancellationToken)
    {
        var counted = await rows.Select(amountFen).Take(CountMax + 1)
            .GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), SumFen = all.Sum() })
            .SingleOrDefaultAsync(cancellationToken);
        return counted switch
        {
            null => new Counted(0, false, 0),
            { Count: > CountMax } => new Counted(CountMax, true, 0),
            _ => new Counted(counted.Count, false, counted.SumFen),
        };
    }
}
