using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Compensation;
using CustodyConsole.Features.Listings;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>代偿建议登记簿: what the system proposed at the ends of days, as its list shows it.</summary>
public sealed class CompensationProposalRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "compensation-proposals", 1, "代偿建议登记簿", "Compensation proposals",
        "系统日终就逾期期次提出的代偿建议，与代偿方当时余额比较；跟踪发起情况。",
        "What the system proposed to compensate at the ends of days beside what compensators had, and what is left of it.",
        ReportParameters.Platform, Permissions.CompensationView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override string? ListPath => "compensation/proposals";

    public override IReadOnlyList<ListFilter> Filters { get; } =
        [ListFilter.Text("account"), ListFilter.Text("short"), ListFilter.Text("show")];

    private sealed record Row(ProposedRow Proposed, string? Holder);

    private sealed class Lines : SheetOf<Row>
    {
        private const int AtOnce = 500;

        public override string Chinese => "代偿建议";

        public override string English => "Proposals";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Date("date", "提出日", "Proposed on", "系统提出建议的会计日日终。", "The accounting day at whose end it was proposed.", row => row.Proposed.Proposal.BusinessDate),
            Code("account", "代偿账号", "Account", "代偿方存管账户。", "The compensator's account.", row => row.Proposed.Account?.Number),
            Text("holder", "代偿方", "Compensator", "担保方户名或平台。", "The guarantor or the platform.", (row, _) => row.Holder, personal: true),
            Text("platform", "平台", "Platform", "账户所属平台。", "The platform.", row => row.Proposed.Platform?.Name),
            Text("route", "方式", "Route", "直接代偿或间接代偿。", "Direct or indirect.", (row, reading) => row.Proposed.Proposal.Route == CompensationRoute.Direct ? reading.Say("直接代偿", "Direct") : reading.Say("间接代偿", "Indirect")),
            Count("count", "建议期数", "Instalments", "提出时未发起代偿的逾期期数。", "Overdue instalments that nobody had asked for.", row => row.Proposed.Proposal.Count),
            Date("dueFrom", "最早应还日", "Due since", "其中最早的应还日。", "The earliest due date of them.", row => row.Proposed.Proposal.DueFrom),
            Money("principal", "本金", "Principal", "提出时所欠本金。", "Principal owed then.", row => row.Proposed.Proposal.PrincipalFen),
            Money("interest", "利息", "Interest", "提出时所欠利息。", "Interest owed then.", row => row.Proposed.Proposal.InterestFen),
            Money("fine", "罚息上限", "Fine at most", "提出时可代偿罚息的上限。", "The most that could be compensated as a fine then.", row => row.Proposed.Proposal.FineFen),
            Money("available", "提出时可用余额", "Available then", "代偿方提出时的可用余额；同一代偿方各日重复，故不合计。",
                "What the compensator had; it repeats day by day, so there is no sum.", row => row.Proposed.Proposal.AvailableFen, totalled: false),
            Money("short", "尚差金额", "Too little by", "余额不足时的差额；不合计。", "What it lacked; there is no sum.", row => row.Proposed.Proposal.ShortFen, totalled: false),
            Count("left", "现待发起期数", "Left now", "出具时仍未发起的期数。", "Instalments that nobody has asked for yet.", row => row.Proposed.Rest?.Count ?? 0),
        ];

        protected override async IAsyncEnumerable<Row> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            if (await OpenProposals.LastDayAsync(reading.Db, stop) is not { } day) yield break;
            var today = await ListingQueries.TodayAsync(reading.Db, stop);
            var proposals = await ProposedQueries.Ordered(ProposedQueries.Filter(reading.Db, reading.Platforms, day, today, reading.List)).ToListAsync(stop);
            foreach (var part in proposals.Chunk(AtOnce))
            {
                var holders = await reading.AccountsAsync(part.Select(row => row.AccountId), stop);
                foreach (var row in await ProposedQueries.RowsAsync(reading.Db, reading.Platforms, day, today, part, stop))
                    yield return new Row(row, holders[row.Proposal.AccountId].Holder);
            }
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            if (await OpenProposals.LastDayAsync(reading.Db, stop) is not { } day) return new SheetTotals(0, 0, 0, 0);
            var today = await ListingQueries.TodayAsync(reading.Db, stop);
            var proposals = ProposedQueries.Filter(reading.Db, reading.Platforms, day, today, reading.List);
            return new SheetTotals(
                await proposals.LongCountAsync(stop), await proposals.SumAsync(row => row.PrincipalFen, stop),
                await proposals.SumAsync(row => row.InterestFen, stop), await proposals.SumAsync(row => row.FineFen, stop));
        }
    }
}
