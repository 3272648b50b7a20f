using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Fees;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>费率表登记簿: every version of the fees that platforms and payment companies agreed on, also those that are past.</summary>
public sealed class FeeScheduleRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "fee-schedules", 1, "费率表登记簿", "Fee schedules",
        "收费公示与内部审计：各平台、各支付公司费率的历次版本、生效期间与复核留痕。",
        "Disclosure of fees and audit: every version, when it held, and who asked for it and approved it.",
        ReportParameters.Platform, Permissions.FeesView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool FollowsDays => false;

    public override string? ListPath => "fees";

    private sealed class Lines : SheetOf<FeeSchedule>
    {
        public override string Chinese => "费率版本";

        public override string English => "Versions";

        protected override IReadOnlyList<ReportColumn<FeeSchedule>> Columns { get; } =
        [
            Code("platformNo", "平台编号", "Platform no.", "平台编号。", "The number of the platform.", (row, reading) => reading.PoolPlatformNo(row.PoolId)),
            Text("platform", "平台", "Platform", "平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Text("company", "支付公司", "Payment company", "支付公司。", "The payment company.", (row, reading) => reading.Company(row.PoolId)),
            Text("kind", "收费业务", "Fee of", "收费的业务。", "What the fee is taken for.", (row, reading) => reading.Word(row.Kind)),
            Count("version", "版本", "Version", "同一平台、支付公司与业务的版本序号。", "The number of the version.", row => row.Version),
            Text("state", "状态", "State", "当前会计日的状态。", "Where it stands on the accounting date.", (row, reading) => reading.Word(FeeVersion.Of(row, reading.Today).State)),
            Date("from", "生效日", "From", "生效的首个会计日。", "The first accounting date on which it holds.", row => row.EffectiveFrom),
            Date("through", "失效日", "Through", "生效的最后会计日；未定的为空。", "The last; empty where no end is known.", row => row.EffectiveThrough),
            Text("terms", "费率内容", "Terms", "手续费承担方、费率与垫资手续费。", "Who bears the fee, the rates, and the advance fee.", (row, reading) => Words(row.Terms, reading.English)),
            Code("approval", "申请编号", "Request", "复核申请；上线时约定的为空。", "The request that made it; empty for what was agreed at the start.", row => row.ApprovalNo),
            Text("maker", "经办人", "Asked by", "经办人。", "Who asked for it.", row => row.MakerName),
            Text("checker", "复核人", "Approved by", "复核人。", "Who approved it.", row => row.CheckerName),
            Moment("createdAt", "登记时间", "Made at", "登记时间。", "When it was made.", row => row.CreatedAtUtc),
            Moment("cancelledAt", "替换时间", "Replaced at", "生效前被新版本替换的时间。", "When it was replaced before it began.", row => row.CancelledAtUtc),
        ];

        protected override async IAsyncEnumerable<FeeSchedule> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var pools = reading.Pools;
            var schedules = await reading.Db.FeeSchedules.Where(schedule => pools.Contains(schedule.PoolId)).ToListAsync(stop);
            foreach (var schedule in schedules.OrderBy(one => reading.PoolPlatformNo(one.PoolId), StringComparer.Ordinal).ThenBy(one => one.PoolId).ThenBy(one => one.Kind)
                .ThenByDescending(one => one.Version)) yield return schedule;
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var pools = reading.Pools;
            // Versions count up from 1 without gaps, so the last of each pool and kind says how many there are.
            var last = await reading.Db.FeeSchedules.Where(schedule => pools.Contains(schedule.PoolId)).GroupBy(schedule => new { schedule.PoolId, schedule.Kind })
                .Select(all => all.Max(schedule => schedule.Version)).ToListAsync(stop);
            return new SheetTotals(last.Sum(version => (long)version));
        }

        private static string Words(FeeTerms terms, bool english) => string.Join(
            english ? "; " : "；", FeeWords.Of(terms).Select(line => english ? $"{line.English}: {line.ValueEnglish}" : $"{line.Chinese}：{line.Value}"));
    }
}
