using System.Globalization;
using System.Text.Json.Serialization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Compensation;

/// <summary>The way of a compensator's money to the investors.</summary>
public enum CompensationRoute
{
    /// <summary>To the investors 直接代偿 (R40).</summary>
    Direct = 1,
    /// <summary>Through the borrower's account, which is afterwards what it was 间接代偿 (R41).</summary>
    Indirect = 2,
}

/// <summary>What is to be compensated of one instalment.</summary>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="PlanVersion">The version of the plan in which the maker found it.</param>
/// <param name="Period">Its number in that plan.</param>
/// <param name="PrincipalFen">Principal in fen, at most what is owed of it.</param>
/// <param name="InterestFen">Interest in fen, at most what is owed of it.</param>
/// <param name="FineFen">Fine in fen, at most <see cref="OverdueFine"/>.</param>
public sealed record CompensationItem(
    string ListingNo, int PlanVersion, int Period, long PrincipalFen, long InterestFen, long FineFen)
{
    internal InstalmentAmounts Amounts => new(PrincipalFen, InterestFen, FineFen);
}

/// <summary>
/// Puts a compensation to a second person: one compensator, one or many overdue instalments, all of them or none. The money is set aside when
/// it is asked for; approved, each instalment is a <see cref="CompensateDirectly"/> or <see cref="CompensateIndirectly"/> that spends of the
/// freeze.
/// </summary>
/// <remarks>
/// The subject is the compensator's account, so that amounts split over several requests of a day are ruled as one. Several requests may be
/// pending for one compensator; each marks its instalments (<see cref="Instalment.PendingApprovalId"/>), so that none is in two.
/// </remarks>
/// <param name="CompensatorAccountNo">The guarantor's sub-account or the platform's compensation account.</param>
/// <param name="Route">Direct or indirect.</param>
/// <param name="Items">The instalments, 1 to <see cref="ItemsMax"/>.</param>
/// <param name="Note">What the maker says for it, such as the guarantor's letter; may be empty.</param>
public sealed record ProposeCompensation(
    string CompensatorAccountNo, CompensationRoute Route, IReadOnlyList<CompensationItem> Items, string Note = "") : Proposal
{
    /// <summary>The most instalments of one request, the longest note or reason, and the most files.</summary>
    public const int ItemsMax = 500, NoteMax = 500, EvidenceMax = 10;

    /// <summary>The evidence, by the hashes of its files: an approval is for these and no others.</summary>
    public IReadOnlyList<DocumentRef> Evidence { get; init; } = [];

    /// <summary>Why instalments are compensated that are not overdue yet; empty where all are.</summary>
    public string EarlyReason { get; init; } = "";

    /// <summary>The day at whose end the system proposed it (<see cref="DayEndProposal"/>); null where people began it themselves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? ProposedOn { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<DocumentRef> Files => Evidence;

    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.Compensation;

    internal override bool OnePendingPerSubject => false;

    /// <summary>True for the line that says what one investor receives, for pages that show it with the instalment.</summary>
    public static bool IsInvestorsPart(ApprovalChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.English.StartsWith(CompensationFacts.InvestorWord + " ", StringComparison.Ordinal);
    }

    private long TotalFen => Items.Sum(static item => item.Amounts.TotalFen);

    /// <summary>
    /// Refusals in order: <see cref="CompensationRefusals.ItemCount"/>, <see cref="CompensationRefusals.NoteTooLong"/>,
    /// <see cref="OrderRefusals.ControlCharacters"/>, <see cref="DocumentRefusals.TooMany"/>, <see cref="DocumentRefusals.Unknown"/>,
    /// <see cref="LedgerRefusals.UnknownAccount"/>, <see cref="CompensationRefusals.NotProposed"/>, then item by item those of
    /// <see cref="OwedItems.Find"/>; <see cref="CompensationRefusals.BalanceTooLow"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (Items.Count is 0 or > ItemsMax) return CompensationRefusals.ItemCount(ItemsMax);
        if (Note.Length > NoteMax) return CompensationRefusals.NoteTooLong(NoteMax);
        if (EarlyReason.Length > NoteMax) return CompensationRefusals.NoteTooLong(NoteMax);
        if (HasControl(Note) || HasControl(EarlyReason)) return OrderRefusals.ControlCharacters();
        if (Evidence.Count > EvidenceMax) return DocumentRefusals.TooMany(EvidenceMax);
        if (DraftOfProposal.MissingFile(books, Evidence) is { } missing) return missing;
        if (!Enum.IsDefined(Route)) throw new InvalidOperationException($"There is no route {Route}.");
        if (books.Pool(PoolId) is not { } pool || books.AccountByNumber.Find(CompensatorAccountNo) is not { } compensator
            || compensator.PoolId != PoolId)
            return LedgerRefusals.UnknownAccount(CompensatorAccountNo);
        var origin = ProposedOn is { } on ? books.DayEndProposalOf.Find((on, compensator.Id)) : null;
        if (ProposedOn is { } asked && origin is null) return CompensationRefusals.NotProposed(CompensatorAccountNo, asked);
        var found = OwedItems.Find(books, pool, compensator, this, request?.Id);
        if (!found.Done) return found.Refusal;
        // What this very request holds is there for it.
        var heldFen = request?.FreezeId is { } freezeId ? books.Freezes.Get(freezeId).RemainingFen : 0;
        var availableFen = compensator.AvailableFen + heldFen;
        if (availableFen < TotalFen) return CompensationRefusals.BalanceTooLow(compensator.Number, availableFen, TotalFen);
        return CompensationFacts.Of(books, this, pool, compensator, availableFen, found.Value, origin);
    }

    internal override Outcome<bool> Reserve(Books books, ApprovalRequest request, StaffMember maker)
    {
        var hold = new HoldForCompensation(Head(request, maker.UserName), CompensatorAccountNo, TotalFen).Run(books);
        if (!hold.Done) return hold.Refusal;
        request.FreezeId = Freeze.IdOf(hold.Value.AuthCode);
        foreach (var row in Rows(books)) books.Instalments.Edit(row).PendingApprovalId = request.Id;
        return true;
    }

    internal override Outcome<bool> Release(Books books, ApprovalRequest request, StaffMember actor)
    {
        var back = new ReleaseFromCompensation(Head(request, actor.UserName, "R"), request.FreezeId!.Value).Run(books);
        if (!back.Done) return back.Refusal;
        Unmark(books, request);
        return true;
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var freeze = books.Freezes.Get(request.FreezeId!.Value);
        var rows = Rows(books);
        var orders = new List<string>(Items.Count);
        var told = new List<object>(Items.Count);
        for (var i = 0; i < Items.Count; i++)
        {
            var item = Items[i];
            var head = Head(request, request.MakerUser, Step(i));
            var approved = new ApprovedCompensation(freeze.Id, rows[i].Id);
            CompensationRequest compensation = Route == CompensationRoute.Direct
                ? new CompensateDirectly(head, item.ListingNo, CompensatorAccountNo, item.PrincipalFen, item.InterestFen, item.FineFen)
                {
                    Approved = approved,
                }
                : new CompensateIndirectly(head, item.ListingNo, CompensatorAccountNo, item.PrincipalFen, item.InterestFen, item.FineFen)
                {
                    Approved = approved,
                };
            var done = compensation.Run(books);
            if (!done.Done) return done.Refusal;
            orders.Add(done.Value.OrderNo);
            told.Add(new { item.ListingNo, item.Period, done.Value.OrderNo, item.PrincipalFen, item.InterestFen, item.FineFen });
        }

        if (freeze.State != FreezeState.Used)
            throw new InvalidOperationException($"Freeze {freeze.AuthCode} of {request.No} was not spent: {freeze.RemainingFen} fen are left.");
        Unmark(books, request);
        PlatformNotice.Write(books, books.Pool(PoolId)!.PlatformId, NoticeKind.CompensationExecuted, "approval:" + request.No, new
        {
            request.No,
            CompensatorAccountNo,
            Route,
            request.AmountFen,
            books.Bank.AccountingDate,
            Items = told,
        });
        return orders.Count == 1 ? orders[0] : $"{orders.Count}: {orders[0]} – {orders[^1]}";
    }

    /// <summary>The instalments of the items, in their order; each exists, in whatever version of its plan.</summary>
    private List<Instalment> Rows(Books books)
    {
        var platformId = books.Pool(PoolId)!.PlatformId;
        return [.. Items.Select(item => OwedItems.RowOf(books, books.ListingByNo.Find((platformId, item.ListingNo))!, item)!)];
    }

    private void Unmark(Books books, ApprovalRequest request)
    {
        foreach (var row in Rows(books))
        {
            if (row.PendingApprovalId == request.Id) books.Instalments.Edit(row).PendingApprovalId = null;
        }
    }

    private static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f');

    /// <summary>The request number of the order that pays an item, by its place from 0.</summary>
    public string OrderRequestNo(ApprovalRequest request, int place)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Head(request, request.MakerUser, Step(place)).RequestNo;
    }

    private static string Step(int place) => (place + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Every version holds its own money, so every order of a request has a number of its own.</summary>
    private RequestHead Head(ApprovalRequest request, string userName, string? step = null) => new(
        PoolId, step is null ? $"{request.No}-V{request.Version}" : $"{request.No}-V{request.Version}-{step}", userName);
}
