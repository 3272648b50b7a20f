using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>平台入驻与变更登记簿: the dossiers that were begun for platforms, and how far they have come, as their list shows them.</summary>
public sealed class OnboardingRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "onboarding-register", 1, "平台入驻与变更登记簿", "Onboarding and changes of platforms",
        "平台准入与资料变更留痕：申请、复核、生效与作废情况。",
        "Who is taken on and what is changed: what was begun, put to a checker, approved or dropped.",
        ReportParameters.None, Permissions.PlatformsOnboarding);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool FollowsDays => false;

    public override string? ListPath => "platforms/onboarding";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q"), ListFilter.Choice<DraftState>("state")];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["state"] = typeof(DraftState) };

    private sealed class Lines : SheetOf<DraftRow>
    {
        public override string Chinese => "入驻与变更";

        public override string English => "Drafts";

        protected override IReadOnlyList<ReportColumn<DraftRow>> Columns { get; } =
        [
            Code("draft", "草稿编号", "Draft", "草稿编号。", "The number of the draft.", row => row.Draft.No),
            Text("name", "平台名称", "Name", "拟入驻或变更的平台名称。", "The name of the platform.", row => row.Draft.Name),
            Text("kind", "事项", "Kind", "新平台入驻，或已有平台资料变更。", "A new platform, or a change of one that is there.",
                (row, reading) => row.Draft.PlatformNo is null ? reading.Say("新平台入驻", "new platform") : reading.Say("资料变更", "change")),
            Code("platform", "平台编号", "Platform no.", "变更的平台；新平台为空。", "The platform that is changed; empty for a new one.", row => row.Draft.PlatformNo),
            Text("state", "状态", "State", "草稿状态。", "Where it stands.", (row, reading) => reading.Word(row.Draft.State)),
            Count("filledIn", "已填项数", "Filled in", "已填写的项数。", "How many items are filled in.", row => row.FilledIn),
            Count("open", "待补项数", "Open", "提交前必须补齐的项数。", "How many must be filled in before it goes to a checker.", row => row.OpenItems),
            Code("approval", "申请编号", "Request", "提交复核的申请编号。", "The request that it was put to a checker with.", row => row.Draft.ApprovalNo),
            Text("owner", "发起人", "Begun by", "发起人。", "Who began it.", row => row.Draft.OwnerName),
            Moment("createdAt", "发起时间", "Begun at", "发起时间。", "When it was begun.", row => row.Draft.CreatedAtUtc),
            Text("updatedBy", "最近保存人", "Last saved by", "最近保存人。", "Who saved it last.", row => row.Draft.UpdatedByName),
            Moment("updatedAt", "最近保存", "Last saved", "最近保存时间。", "When it was saved last.", row => row.Draft.UpdatedAtUtc),
            Count("version", "保存次数", "Saved", "保存次数。", "How often it was saved.", row => row.Draft.Version),
        ];

        protected override async IAsyncEnumerable<DraftRow> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var drafts = PlatformFiles.Ordered(PlatformFiles.Drafts(reading.Db, reading.List));
            await foreach (var draft in drafts.AsAsyncEnumerable().WithCancellation(stop)) yield return PlatformFiles.Row(draft, reading.Today);
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var counts = await PlatformFiles.Drafts(reading.Db, reading.List).GroupBy(draft => draft.State).Select(all => all.LongCount()).ToListAsync(stop);
            return new SheetTotals(counts.Sum());
        }
    }
}
