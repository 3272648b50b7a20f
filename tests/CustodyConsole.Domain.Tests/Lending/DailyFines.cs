namespace CustodyConsole.Domain.Tests.Lending;

/// <summary>
/// The fine of a loan as a person would count it: each evening, what is open of each instalment that is due, at five ten-thousandths. It
/// shares no code with the bank.
/// </summary>
internal sealed class DailyFines(IEnumerable<(DateOnly DueOn, long PrincipalFen, long InterestFen)> plan)
{
    private readonly List<Row> _rows = [.. plan.Select(row => new Row(row.DueOn, row.PrincipalFen, row.InterestFen))];

    public long OutstandingFen => _rows.Sum(static row => row.PrincipalFen);

    /// <summary>The fine that is owed of all instalments.</summary>
    public long OwedFen => _rows.Sum(static row => row.OwedFen);

    public long InterestDueFen(DateOnly today) => _rows.Where(row => row.DueOn <= today).Sum(static row => row.InterestFen);

    /// <summary>True where something that is due is not paid.</summary>
    public bool IsDue(DateOnly today) => _rows.Exists(row => row.DueOn <= today && row.OpenFen > 0);

    public void EndDay(DateOnly day)
    {
        foreach (var row in _rows.Where(row => row.DueOn <= day)) row.FenDays += row.OpenFen;
    }

    public void Pay(long principalFen, long interestFen, long fineFen)
    {
        foreach (var row in _rows)
        {
            var (principal, interest) = (Math.Min(principalFen, row.PrincipalFen), Math.Min(interestFen, row.InterestFen));
            var fine = Math.Min(fineFen, row.OwedFen);
            (row.PrincipalFen, row.InterestFen, row.PaidFen) = (row.PrincipalFen - principal, row.InterestFen - interest, row.PaidFen + fine);
            (principalFen, interestFen, fineFen) = (principalFen - principal, interestFen - interest, fineFen - fine);
        }
    }

    /// <summary>What was open gives way to another plan; what came late before keeps its fine.</summary>
    public void Replace(IEnumerable<(DateOnly DueOn, long PrincipalFen, long InterestFen)> rest)
    {
        _rows.RemoveAll(static row => row.OpenFen > 0);
        _rows.AddRange(rest.Select(row => new Row(row.DueOn, row.PrincipalFen, row.InterestFen)));
    }

    private sealed class Row(DateOnly dueOn, long principalFen, long interestFen)
    {
        public DateOnly DueOn => dueOn;

        public long PrincipalFen { get; set; } = principalFen;

        public long InterestFen { get; set; } = interestFen;

        public long FenDays { get; set; }

        public long PaidFen { get; set; }

        public long OpenFen => PrincipalFen + InterestFen;

        public long OwedFen => Math.Max(0, FenDays * 5 / 10_000 - PaidFen);
    }
}
