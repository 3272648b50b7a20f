using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Features.Compensation;

/// <summary>One amount of the form as it was typed, in yuan.</summary>
public sealed class DraftAmount(long owedFen, long? askedFen = null)
{
    /// <summary>The most that may be asked for, in fen.</summary>
    public long OwedFen { get; } = owedFen;

    /// <summary>What was typed.</summary>
    public string Text { get; set; } = Domain.Fen.Format(askedFen ?? owedFen);

    /// <summary>The amount in fen; 0 where none can be read.</summary>
    public long Fen => Domain.Fen.TryParseYuan(Text, out var fen) ? fen : 0;

    /// <summary>What is wrong with it, as a key of the words; null where nothing is.</summary>
    public string? Error => !Domain.Fen.TryParseYuan(Text, out var fen) || fen < 0 ? "NoAmount" : fen > OwedFen ? "AboveOwed" : null;
}

/// <summary>One instalment of the form; what was asked for, where it changes a request.</summary>
public sealed class DraftLine(OverdueRow row, CompensationItem? asked = null)
{
    public OverdueRow Row { get; } = row;

    public DraftAmount Principal { get; } = new(row.Due.PrincipalFen, asked?.PrincipalFen);

    public DraftAmount Interest { get; } = new(row.Due.InterestFen, asked?.InterestFen);

    public DraftAmount Fine { get; } = new(row.Due.FineFen, asked?.FineFen);

    public InstalmentAmounts Amounts => new(Principal.Fen, Interest.Fen, Fine.Fen);

    public bool IsWrong => Principal.Error is not null || Interest.Error is not null || Fine.Error is not null
        || Amounts.TotalFen == 0;
}

/// <summary>A compensation that is being put together; all that the form decides is here.</summary>
public sealed class CompensationDraft
{
    private readonly CompensationSource _source;

    public CompensationDraft(CompensationSource source)
    {
        _source = source;
        if (source.Revised is { Asked: var asked })
        {
            // In the order of the request, with what was asked for: an amount that is more than is owed now stands there as wrong.
            Lines = [.. asked.Items.Select(item => (item, row: source.Rows.FirstOrDefault(row => Is(row.Due, item))))
                .Where(pair => pair.row is not null).Select(pair => new DraftLine(pair.row!, pair.item))];
            (Route, Note, EarlyReason, Evidence) = (asked.Route, asked.Note, asked.EarlyReason, asked.Evidence);
        }
        else
        {
            Lines = [.. source.Rows.Select(row => new DraftLine(row))];
            if (source.Origin is { Route: var route }) Route = route;
        }

        // One that can pay for all goes first.
        Compensator = source.Compensators.FirstOrDefault(choice => choice.AvailableFen >= TotalFen)
            ?? (source.Compensators.Count > 0 ? source.Compensators[0] : null);
    }

    /// <summary>The number of the form: sent twice, it makes one request.</summary>
    public string FormNo { get; } = Guid.NewGuid().ToString("N");

    public List<DraftLine> Lines { get; }

    public CompensatorChoice? Compensator { get; private set; }

    public CompensationRoute Route { get; set; } = CompensationRoute.Direct;

    public string Note { get; set; } = "";

    /// <summary>The files that are attached.</summary>
    public IReadOnlyList<DocumentRef> Evidence { get; set; } = [];

    /// <summary>Why instalments are compensated that are not overdue yet.</summary>
    public string EarlyReason { get; set; } = "";

    /// <summary>How many of the instalments are not overdue yet.</summary>
    public int EarlyCount => Lines.Count(line => line.Row.Due.DaysOverdue <= 0);

    public long TotalFen => Lines.Sum(line => line.Amounts.TotalFen);

    /// <summary>What the compensator has left, in fen; below zero where it has too little.</summary>
    public long AfterFen => (Compensator?.AvailableFen ?? 0) - TotalFen;

    public bool IsShort => Compensator is not null && AfterFen < 0;

    public bool CanSubmit => Compensator is not null && Lines.Count > 0 && !IsShort && !Lines.Exists(line => line.IsWrong)
        && Note.Length <= ProposeCompensation.NoteMax && (EarlyCount == 0 || !string.IsNullOrWhiteSpace(EarlyReason));

    /// <summary>The payments for the listing of a line up to and with it: each is split by what the ones before it leave.</summary>
    public IReadOnlyList<InstalmentAmounts> PaymentsUpTo(DraftLine line) =>
        [.. Lines.TakeWhile(other => other != line).Append(line).Where(other => other.Row.Due.ListingId == line.Row.Due.ListingId).Select(other => other.Amounts)];

    private static bool Is(OverdueInstalment due, CompensationItem item) =>
        due.ListingNo == item.ListingNo && due.PlanVersion == item.PlanVersion && due.Period == item.Period;

    public void Choose(string? accountNo) =>
        Compensator = _source.Compensators.FirstOrDefault(choice => choice.Account.Number == accountNo) ?? Compensator;

    /// <summary>Sets one kind of money of every line to all that is owed, or to nothing.</summary>
    public void SetFines(bool owed)
    {
        foreach (var line in Lines) line.Fine.Text = Domain.Fen.Format(owed ? line.Fine.OwedFen : 0);
    }

    /// <summary>Leaves out the instalments at the end for which the compensator has not enough.</summary>
    public void KeepWhatCanBePaid()
    {
        while (Lines.Count > 1 && IsShort) Lines.RemoveAt(Lines.Count - 1);
    }

    /// <summary>The proposal as it is submitted.</summary>
    public ProposeCompensation Proposal() => new(
        Compensator!.Account.Number, Route,
        [.. Lines.Select(line => new CompensationItem(
            line.Row.Due.ListingNo, line.Row.Due.PlanVersion, line.Row.Due.Period, line.Principal.Fen, line.Interest.Fen, line.Fine.Fen))],
        Note.Trim())
    {
        PoolId = _source.PoolId,
        Evidence = Evidence,
        ProposedOn = _source.Revised is { Asked: var asked } ? asked.ProposedOn : _source.Origin?.BusinessDate,
        EarlyReason = EarlyCount > 0 ? EarlyReason.Trim() : "",
    };
}
