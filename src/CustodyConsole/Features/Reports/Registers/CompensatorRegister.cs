using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Compensation;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>代偿方登记簿: the accounts that may compensate, with what they have, stand for and are owed, as their list shows them.</summary>
public sealed class CompensatorRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "compensator-register", 1, "代偿方登记簿", "Compensators",
        "担保方与平台代偿能力监测：可用资金与在保余额、逾期金额比较。",
        "Whether guarantors and platforms can pay: what they have beside what they stand for and what is overdue.",
        ReportParameters.Platform, Permissions.CompensationView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override string? ListPath => "compensation/guarantors";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q")];

    private sealed record Row(CompensatorRow Compensator, string? Holder);

    private sealed class Lines : SheetOf<Row>
    {
        private const int AtOnce = 500;

        public override string Chinese => "代偿方";

        public override string English => "Compensators";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("account", "代偿账号", "Account", "代偿方存管账户。", "The compensator's account.", row => row.Compensator.Account.Number),
            Text("holder", "代偿方", "Compensator", "担保方户名或平台。", "The guarantor or the platform.", (row, _) => row.Holder, personal: true),
            Text("type", "账户类型", "Account type", "担保户或平台代偿金账户。", "A guarantor's account or the platform's for compensation.", (row, reading) => reading.Word(row.Compensator.Account.Type)),
            Text("platform", "平台", "Platform", "账户所属平台。", "The platform.", row => row.Compensator.Platform?.Name),
            Money("available", "可用余额", "Available", "出具时的可用余额。", "What is available now.", row => row.Compensator.AvailableFen),
            Money("held", "代偿冻结", "Held", "待复核代偿申请冻结的金额。", "What waits for approval of its requests.", row => row.Compensator.HeldFen),
            Count("listings", "在保标的数", "Listings", "登记其为代偿方且还款中的标的数。", "Listings being repaid that name it.", row => row.Compensator.Listings),
            Money("guaranteed", "在保余额", "Guaranteed", "上述标的未还本金；一个标的可有多个代偿方，故不合计。",
                "The principal outstanding of those; a listing may name several compensators, so there is no sum.", row => row.Compensator.GuaranteedFen, totalled: false),
            Count("overdueCount", "逾期期数", "Overdue", "上述标的逾期未还的期数。", "Instalments of those that are overdue.", row => row.Compensator.OverdueCount),
            Count("freeCount", "其中未申请", "Not asked for", "逾期期数中尚未申请代偿的期数。", "Of which no request is made.", row => row.Compensator.FreeCount),
            Money("overdue", "逾期金额", "Overdue amount", "逾期未还本息；一个标的可有多个代偿方，故不合计。",
                "Principal and interest overdue; a listing may name several compensators, so there is no sum.", row => row.Compensator.OverdueFen, totalled: false),
            Money("compensated", "已代偿", "Compensated", "累计代偿金额。", "What it paid for borrowers.", row => row.Compensator.CompensatedFen),
            Money("recovered", "已追偿", "Recovered", "累计追偿金额。", "What borrowers paid back.", row => row.Compensator.RecoveredFen),
            Money("open", "待追偿", "Open", "已代偿减已追偿。", "What it is still owed.", row => row.Compensator.OpenFen),
        ];

        protected override async IAsyncEnumerable<Row> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var accounts = await Filter(reading).OrderBy(account => account.Id).ToListAsync(stop);
            foreach (var part in accounts.Chunk(AtOnce))
            {
                var holders = await reading.AccountsAsync(part.Select(account => account.Id), stop);
                foreach (var row in await CompensatorQueries.RowsAsync(reading.Db, reading.Platforms, part, stop))
                    yield return new Row(row, holders[row.Account.Id].Holder);
            }
        }

        /// <summary>By the accounts, their freezes and their recovery claims, each summed once.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var accounts = Filter(reading);
            var ids = accounts.Select(account => account.Id);
            var available = await accounts.SumAsync(account => account.BookFen - account.FrozenFen, stop);
            var held = await reading.Db.Freezes.Where(freeze => ids.Contains(freeze.AccountId) && freeze.Purpose == FreezePurpose.Compensation).SumAsync(freeze => freeze.RemainingFen, stop);
            var claims = reading.Db.RecoveryClaims.Where(claim => ids.Contains(claim.CompensatorAccountId));
            var (paid, back) = (await claims.SumAsync(claim => claim.CompensatedFen, stop), await claims.SumAsync(claim => claim.RecoveredFen, stop));
            return new SheetTotals(await accounts.LongCountAsync(stop), available, held, paid, back, paid - back);
        }

        private static IQueryable<Account> Filter(ReportReading reading) => CompensatorQueries.Filter(reading.Db, reading.Platforms, reading.List);
    }
}
