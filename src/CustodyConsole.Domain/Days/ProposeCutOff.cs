using System.Globalization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Days;

/// <summary>
/// Puts another cut-off time 日切时间 to a second person. It holds for the day that runs and all that follow; what was cut stays cut. All pools share
/// it, because the accounting date is the bank's.
/// </summary>
/// <param name="Minutes">Minutes after the midnight with which a day begins, from noon to the next midnight.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeCutOff(int Minutes, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.CutOffChange;

    /// <summary>Refusals in order: <see cref="DayRefusals.CutOffOutOfRange"/>, <see cref="ApprovalRefusals.ReasonMissing"/>.</summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var now = books.Bank.CutOffMinutes;
        if (Minutes is < BankState.MinutesADay / 2 or > BankState.MinutesADay || Minutes == now) return DayRefusals.CutOffOutOfRange();
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var from = books.Bank.AccountingDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new ProposalFacts(
            "bank:cut-off", null, 0,
            $"自会计日 {from} 起，日切时间由 {Text(now)} 改为 {Text(Minutes)}。理由：{Reason}",
            $"From accounting day {from} on, days are cut at {Text(Minutes)} instead of {Text(now)}. Reason: {Reason}",
            [new ApprovalChange("日切时间", "Cut-off time", Text(now), Text(Minutes)), .. AtOnce(books)]);
    }

    /// <summary>Where the new time has passed already today: approved, the running day is cut within the minute, and what comes then is the next day's.</summary>
    private IEnumerable<ApprovalChange> AtOnce(Books books)
    {
        var day = books.Bank.AccountingDate;
        if (books.NowUtc < books.Bank.CutOffOf(day).AddMinutes(Minutes - books.Bank.CutOffMinutes)) yield break;
        yield return new ApprovalChange(
            "当前会计日", "Accounting date now", $"{day:yyyy-MM-dd}",
            $"新日切时间已过，批准后一分钟内日切；此后的业务记入 {day.AddDays(1):yyyy-MM-dd}，手续费按该日计", Binding: false)
        {
            AfterEnglish = $"the new time has passed: cut within a minute of the approval; what comes then belongs to {day.AddDays(1):yyyy-MM-dd}, fees included",
        };
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        books.BankStates.Edit(books.Bank).CutOffMinutes = Minutes;
        return Text(Minutes);
    }

    /// <summary>The time as people write it; the next midnight is 24:00.</summary>
    public static string Text(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
