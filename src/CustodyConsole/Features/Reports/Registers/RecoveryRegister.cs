using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Compensation;
using CustodyConsole.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>追偿权登记簿: what borrowers owe their compensators, as the list of recoveries shows it.</summary>
public sealed class RecoveryRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "recovery-register", 1, "追偿权登记簿", "Recovery claims",
        "代偿后形成的追偿权余额，等于代偿减已追偿；代偿方对账与风险监测使用。",
        "What compensators are owed after compensating: compensated less recovered; for compensators and for monitoring.",
        ReportParameters.Platform, Permissions.CompensationView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override string? ListPath => "compensation/recoveries";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("account"), ListFilter.Text("listing"), ListFilter.Text("open")];

    public override IReadOnlyList<string> Orders { get; } = ["open"];

    private sealed record Row(
        RecoveryClaim Claim, long PlatformId, string ListingNo, string BorrowerNo, string? Borrower, PartyKind? BorrowerKind, string CompensatorNo, long CompensatorPool,
        string? Compensator, PartyKind? CompensatorKind);

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "追偿权";

        public override string English => "Recovery claims";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Text("platform", "平台", "Platform", "标的所属平台。", "The platform.", (row, reading) => reading.PlatformName(row.PlatformId)),
            Code("listing", "标的编号", "Listing", "平台的标的编号。", "The platform's number of the listing.", row => row.ListingNo),
            Code("compensatorAccount", "代偿账号", "Compensator's account", "代偿方账户。", "The account that compensated.", row => row.CompensatorNo),
            Text("compensator", "代偿方", "Compensator", "担保方户名或平台。", "The guarantor or the platform.",
                (row, reading) => reading.Name(row.Compensator, row.CompensatorKind) ?? reading.PoolPlatformName(row.CompensatorPool), personal: true),
            Code("borrowerAccount", "借款人账号", "Borrower's account", "借款人存管账号。", "The borrower's account.", row => row.BorrowerNo),
            Text("borrower", "借款人", "Borrower", "借款人户名。", "The borrower's name.", (row, reading) => reading.Name(row.Borrower, row.BorrowerKind), personal: true),
            Date("openedOn", "追偿起始日", "Since", "持续欠款起始的代偿会计日；还清后再次代偿的，自再次代偿日起。", "The accounting date of the compensation since which something is owed without a break.", row => row.Claim.OpenedOn),
            new("days", ColumnKind.Count, "账龄（天）", "Age in days", "追偿起始日至当前会计日的天数。", "Days from then to the accounting date.",
                (row, reading) => reading.Today.DayNumber - row.Claim.OpenedOn.DayNumber),
            Money("compensated", "已代偿", "Compensated", "累计代偿金额。", "What was paid for the borrower.", row => row.Claim.CompensatedFen),
            Money("recovered", "已追偿", "Recovered", "累计追偿金额。", "What the borrower paid back.", row => row.Claim.RecoveredFen),
            Money("open", "待追偿", "Open", "已代偿减已追偿。", "What is still owed.", row => row.Claim.OpenFen),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            var claims = CompensatorQueries.Ordered(CompensatorQueries.Recoveries(db, reading.Platforms, null, reading.List), reading.List);
            return (from claim in claims
                    join listing in db.Listings on claim.ListingId equals listing.Id
                    join payer in db.Accounts on claim.CompensatorAccountId equals payer.Id
                    join debtor in db.Accounts on claim.BorrowerAccountId equals debtor.Id
                    join guarantor in db.Users on payer.UserId equals (long?)guarantor.Id into guarantors
                    from guarantor in guarantors.DefaultIfEmpty()
                    join borrower in db.Users on debtor.UserId equals (long?)borrower.Id into borrowers
                    from borrower in borrowers.DefaultIfEmpty()
                    select new Row(
                        claim, listing.PlatformId, listing.ListingNo, debtor.Number, borrower.Name, (PartyKind?)borrower.Kind, payer.Number, payer.PoolId,
                        guarantor.Name, (PartyKind?)guarantor.Kind)).AsAsyncEnumerable();
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await CompensatorQueries.Recoveries(reading.Db, reading.Platforms, null, reading.List).GroupBy(_ => 1)
                .Select(all => new { Count = all.LongCount(), Paid = all.Sum(claim => claim.CompensatedFen), Back = all.Sum(claim => claim.RecoveredFen) })
                .SingleOrDefaultAsync(stop);
            return sums is null ? new SheetTotals(0, 0, 0, 0) : new SheetTotals(sums.Count, sums.Paid, sums.Back, sums.Paid - sums.Back);
        }
    }
}
