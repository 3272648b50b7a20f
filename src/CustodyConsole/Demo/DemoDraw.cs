namespace CustodyConsole.Demo;

/// <summary>The demo bank's chance: the same seed draws the same on every machine.</summary>
internal sealed class DemoDraw(int seed)
{
    /// <summary>How busy the hours from 9 to 22 are.</summary>
    private static readonly int[] HourWeights = [6, 9, 8, 5, 6, 8, 8, 7, 5, 4, 6, 8, 7, 2];

    private readonly Random _random = new(seed);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both possible.</summary>
    public int Between(int least, int most) => _random.Next(least, most + 1);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool Happens(int perMille) => _random.Next(1000) < perMille;

    /// <summary>One of several.</summary>
    public T OneOf<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>One of the dates from one on, so many days; half of those on weekends are drawn again.</summary>
    public DateOnly DateWithin(DateOnly from, int days)
    {
        var date = from.AddDays(Between(0, days));
        return date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && Happens(500)
            ? from.AddDays(Between(0, days))
            : date;
    }

    /// <summary>A date and the busier hours more often.</summary>
    public DateTime TimeOn(DateOnly date)
    {
        var left = _random.Next(HourWeights.Sum());
        var hour = 0;
        while (left >= HourWeights[hour]) left -= HourWeights[hour++];
        return date.ToDateTime(new TimeOnly(9 + hour, _random.Next(60), _random.Next(60)));
    }

    /// <summary>A time on a date between two hours.</summary>
    public DateTime TimeOn(DateOnly date, int fromHour, int untilHour) =>
        date.ToDateTime(new TimeOnly(fromHour, 0)).AddSeconds(_random.Next((untilHour - fromHour) * 3600));

    /// <summary>
    /// How many of something on a date on which <paramref name="usual"/> are usual; on weekends about half.
    /// </summary>
    public int CountOn(DateOnly date, int usual) => Between(0, 2 * (date.DayOfWeek switch
    {
        DayOfWeek.Saturday => usual * 45,
        DayOfWeek.Sunday => usual * 55,
        _ => usual * 110,
    })) / 100;
}
