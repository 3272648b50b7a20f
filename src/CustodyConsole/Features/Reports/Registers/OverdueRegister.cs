using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Compensation;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>逾期登记簿: the instalments that the list of what is overdue shows.</summary>
public sealed class OverdueRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "overdue-register", 1, "逾期登记簿", "Overdue instalments",
        "逾期金额、笔数须披露（信息披露指引）；代偿、催收与风险监测的底册。",
        "Overdue amounts and counts must be disclosed; the basis of compensation, collection and monitoring.",
        ReportParameters.Platform, Permissions.CompensationView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override string? ListPath => "compensation";

    public override IReadOnlyList<ListFilter> Filters { get; } =
    [
        ListFilter.Text("account"), ListFilter.Text("listing"), ListFilter.OneOf("requested", "yes", "no"),
        ListFilter.OneOf("owes", OverdueQueries.OnlyFine),
        ListFilter.OneOf("age", [.. OverdueQueries.Ages.Select(age => age.Value)]),
    ];

    private sealed record Row(OverdueInstalment Due, string? AccountNo, string? Borrower, string Compensators);

    private sealed class Lines : SheetOf<Row>
    {
        private const int AtOnce = 1_000;

        public override string Chinese => "逾期明细";

        public override string English => "Overdue";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Text("platform", "平台", "Platform", "标的所属平台。", "The platform.", (row, reading) => reading.PlatformName(row.Due.PlatformId)),
            Code("listing", "标的编号", "Listing", "平台的标的编号。", "The platform's number of the listing.", row => row.Due.ListingNo),
            Count("period", "期次", "Instalment", "所属计划中的期次。", "Its number in its plan.", row => row.Due.Period),
            Code("account", "借款人账号", "Borrower's account", "借款人存管账号。", "The borrower's account.", row => row.AccountNo),
            Text("borrower", "借款人", "Borrower", "借款人户名。", "The borrower's name.", (row, _) => row.Borrower, personal: true),
            Date("dueOn", "应还日", "Due on", "应还日期。", "When it was due.", row => row.Due.DueOn),
            Count("days", "逾期天数", "Days overdue", "应还日至当前会计日的天数；本息已还清的，至结清日。", "Days from then to the accounting date, or to that on which all but the fine was paid.", row => row.Due.DaysOverdue),
            Money("principal", "逾期本金", "Principal owed", "未还本金。", "The principal still owed.", row => row.Due.PrincipalFen),
            Money("interest", "逾期利息", "Interest owed", "未还利息。", "The interest still owed.", row => row.Due.InterestFen),
            Money("owed", "逾期本息", "Owed", "未还本息合计。", "Both together.", row => row.Due.PrincipalFen + row.Due.InterestFen),
            Money("fine", "可计罚息", "Fine", "按约定日利率、逐日未还本息计算的罚息上限，减已付。", "The most that may be asked as a fine, by what was open on each day, less what was paid.", row => row.Due.FineFen, totalled: false),
            Code("compensators", "可代偿账户", "Compensators", "登记可代偿的账户。", "Accounts registered as compensators.", row => row.Compensators),
            Code("approval", "代偿申请", "Request", "正在复核的代偿申请编号。", "The request for compensation that waits.",
                row => row.Due.PendingApprovalId is { } id ? ApprovalRequest.NoOf(id) : null),
        ];

        protected override async IAsyncEnumerable<Row> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var db = reading.Db;
            if (await OverdueQueries.FilterAsync(db, reading.Platforms, reading.List, stop) is not { } filter) yield break;
            OverdueInstalment? last = null;
            while (true)
            {
                var part = await OverdueInstalments.BehindAsync(db, reading.Today, filter, last, AtOnce, stop);
                if (part.Count == 0) yield break;
                last = part[^1];
                var listings = part.Select(row => row.ListingId).Distinct().ToArray();
                var compensators = await db.Compensators.Where(c => listings.Contains(c.ListingId)).OrderBy(c => c.Id).ToListAsync(stop);
                var accounts = await reading.AccountsAsync([.. part.Select(row => row.BorrowerAccountId), .. compensators.Select(c => c.AccountId)], stop);
                var ofListing = compensators.ToLookup(c => c.ListingId, c => accounts[c.AccountId].Number);
                foreach (var row in part)
                {
                    var (number, holder) = accounts[row.BorrowerAccountId];
                    yield return new Row(row, number, holder, string.Join(' ', ofListing[row.ListingId]));
                }
            }
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            if (await OverdueQueries.FilterAsync(reading.Db, reading.Platforms, reading.List, stop) is not { } filter) return new SheetTotals(0, 0, 0, 0);
            var totals = await OverdueInstalments.TotalsAsync(reading.Db, reading.Today, filter, stop);
            return new SheetTotals(totals.Count, totals.PrincipalFen, totals.InterestFen, totals.PrincipalFen + totals.InterestFen);
        }
    }
}
