using System.Globalization;
using System.Text.Json;

namespace CustodyConsole.Domain.Tests.Replay;

/// <summary>What an accounting day ended with, in fen: real money, what users hold, what the payment company owes and is owed, what it had advanced.</summary>
internal sealed record FileNight(
    DateOnly Day, long PoolFen, long UsersFen, long ReceivableFen, long PayableFen, long FeePayableFen, long AdvancedFen);

/// <summary>An advance as it must be.</summary>
internal sealed record FileAdvance(DateOnly OpenedOn, long AmountFen, long FeeFen, int Days, DateOnly DueOn, DateOnly RepaidOn) : IComparable<FileAdvance>
{
    public int CompareTo(FileAdvance? other) =>
        (OpenedOn, AmountFen, FeeFen).CompareTo((other!.OpenedOn, other.AmountFen, other.FeeFen));
}

/// <summary>A settlement batch as it must be.</summary>
internal sealed record FileBatch(
    DateOnly From, DateOnly Through, DateOnly SettledOn, long RechargeFen, long PayoutFen, long FeeFen, long ReceivedFen);

/// <summary>
/// What the bank must come to, worked out day by day from the two public files alone: the loans with their dates moved, and the holidays. A
/// withdrawal costs 2.00 and 0.05 % of its amount for each day to the next working day, out of the amount.
/// </summary>
internal sealed class GoldenWeekFile
{
    private readonly Dictionary<DateOnly, long> _rechargedFen = [];
    private readonly Dictionary<DateOnly, List<long>> _releasedFen = [];
    private readonly Dictionary<DateOnly, bool> _named = [];
    private FileNight _night = new(default, 0, 0, 0, 0, 0, 0);
    private DateOnly _from;
    private long _settledFen;

    public List<FileAdvance> Advances { get; } = [];

    public List<FileBatch> Batches { get; } = [];

    public static GoldenWeekFile Read(string loans, string holidays, int weeks)
    {
        var file = new GoldenWeekFile();
        using var days = JsonDocument.Parse(File.ReadAllBytes(holidays));
        foreach (var day in days.RootElement.GetProperty("days").EnumerateArray())
            file._named[Date(day, "date")!.Value] = day.GetProperty("isOffDay").GetBoolean();
        using var json = JsonDocument.Parse(File.ReadAllBytes(loans));
        foreach (var loan in json.RootElement.EnumerateArray()) file.Add(loan, weeks * 7);
        return file;
    }

    /// <summary>How many borrowers take their loans out on a day.</summary>
    public int Releases(DateOnly day) => _releasedFen.GetValueOrDefault(day, []).Count;

    /// <summary>Takes over what the bank had on the eve, of which no money was settled before.</summary>
    public void Begin(FileNight night)
    {
        Assert.Equal(0, night.PoolFen);
        Assert.Equal(night.ReceivableFen, night.UsersFen + night.PayableFen);
        _night = night;
        Settle(night.Day, DateOnly.MinValue);
        Batches.Clear();
    }

    /// <summary>What a day must end with, once investors have withdrawn so much beside what the file says.</summary>
    public FileNight NightOf(DateOnly day, IReadOnlyList<long> withdrawnFen)
    {
        var due = day;
        while (!IsWorking(due)) due = due.AddDays(1);
        var days = due.DayNumber - day.DayNumber;
        var (amounts, payouts, fees) = (0L, 0L, 0L);
        foreach (var amountFen in _releasedFen.GetValueOrDefault(day, []).Concat(withdrawnFen))
        {
            // Half up, in whole fen: 0.05 % a day.
            var advanceFen = (amountFen * 5 * days + 5_000) / 10_000;
            Advances.Add(new FileAdvance(day, amountFen - 2_00 - advanceFen, advanceFen, advanceFen == 0 ? 0 : days, due, due));
            amounts += amountFen;
            payouts += amountFen - 2_00 - advanceFen;
            fees += 2_00 + advanceFen;
        }

        var rechargedFen = _rechargedFen.GetValueOrDefault(day);
        _night = new FileNight(
            day, _night.PoolFen + _settledFen, _night.UsersFen + rechargedFen - amounts, _night.ReceivableFen + rechargedFen,
            _night.PayableFen + payouts, _night.FeePayableFen + fees,
            Advances.Where(advance => advance.RepaidOn > day).Sum(advance => advance.AmountFen));
        // The parts: the real money and what is owed for it, against what users hold and what the payment company is owed.
        Assert.Equal(_night.PoolFen + _night.ReceivableFen, _night.UsersFen + _night.PayableFen + _night.FeePayableFen);
        var kept = _night;
        _settledFen = 0;
        if (IsWorking(day)) Settle(day, _from);
        return kept;
    }

    /// <summary>Nets all that is open in one batch; the money moves in the night, when the next day has begun.</summary>
    private void Settle(DateOnly day, DateOnly from)
    {
        _settledFen = _night.ReceivableFen - _night.PayableFen - _night.FeePayableFen;
        Batches.Add(new FileBatch(from, day, day, _night.ReceivableFen, _night.PayableFen, _night.FeePayableFen, _settledFen));
        _night = _night with { ReceivableFen = 0, PayableFen = 0, FeePayableFen = 0 };
        _from = day.AddDays(1);
    }

    private bool IsWorking(DateOnly date) => _named.TryGetValue(date, out var off)
        ? !off
        : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>
    /// Lenders pay in what they bid on the day of the bids, a borrower takes the loan out on the day of the release and pays in each payment. No
    /// guarantor pays in these days: no instalment has been due for thirty days in them.
    /// </summary>
    private void Add(JsonElement loan, int moved)
    {
        var isReleased = loan.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String
            && status.GetString() is "paid" or "defaulted";
        var amountFen = FenOf(loan, "loan_amount");
        var (posted, funded) = (Date(loan, "posted_date", moved), Date(loan, "funded_date", moved));
        var bid = posted is null || funded < posted ? funded : posted;
        if (bid is { } on && loan.GetProperty("lender_count").GetInt32() > 0) Recharge(on, amountFen);
        if (!isReleased) return;
        if (!_releasedFen.TryGetValue(funded!.Value, out var released)) _releasedFen[funded.Value] = released = [];
        released.Add(amountFen);
        foreach (var payment in Rows(loan, "payments"))
        {
            var paid = Date(payment, "processed_date", moved)!.Value;
            Recharge(paid < funded ? funded.Value : paid, FenOf(payment, "amount"));
        }

        Assert.DoesNotContain(
            Rows(loan, "scheduled_payments").Select(due => Date(due, "due_date", moved + 30)!.Value),
            date => date >= new DateOnly(2017, 9, 28) && date <= new DateOnly(2017, 10, 10));
    }

    private void Recharge(DateOnly day, long fen) => _rechargedFen[day] = _rechargedFen.GetValueOrDefault(day) + fen;

    private static JsonElement.ArrayEnumerator Rows(JsonElement loan, string name) =>
        loan.TryGetProperty(name, out var rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : default;

    private static long FenOf(JsonElement parent, string name) => (long)(parent.GetProperty(name).GetDecimal() * 100);

    private static DateOnly? Date(JsonElement parent, string name, int moved = 0) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? DateOnly.ParseExact(value.GetString()![..10], "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(moved)
            : null;
}
