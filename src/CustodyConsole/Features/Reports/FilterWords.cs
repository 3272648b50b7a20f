using CustodyConsole.Domain.Approvals;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Features.Compensation;

namespace CustodyConsole.Features.Reports;

/// <summary>The filters and the order of a list in words, for the cover.</summary>
internal static class FilterWords
{
    private static readonly Dictionary<string, (string Chinese, string English)> Names = new(StringComparer.Ordinal)
    {
        ["q"] = ("搜索", "search"), ["kind"] = ("类别", "kind"), ["type"] = ("类型", "type"), ["platform"] = ("平台", "platform"),
        ["state"] = ("状态", "state"), ["balanceMin"] = ("余额不低于", "balance from"), ["balanceMax"] = ("余额不高于", "balance to"),
        ["amountMin"] = ("金额不低于", "amount from"), ["amountMax"] = ("金额不高于", "amount to"), ["dateFrom"] = ("起始日期", "from"),
        ["dateTo"] = ("截止日期", "to"), ["account"] = ("账号", "account"), ["listing"] = ("标的编号", "listing"), ["borrower"] = ("借款人", "borrower"),
        ["overdue"] = ("仅逾期", "overdue only"), ["operation"] = ("业务类型", "operation"), ["age"] = ("账龄", "age"), ["requested"] = ("已申请代偿", "requested"),
        ["open"] = ("仅未结清", "open only"), ["difference"] = ("仅有差额", "with a difference only"), ["subject"] = ("对象", "subject"),
        ["maker"] = ("发起人", "maker"), ["tab"] = ("页签", "tab"), ["who"] = ("操作人", "who"), ["action"] = ("操作", "action"), ["result"] = ("结果", "result"),
        ["role"] = ("岗位", "role"), ["standing"] = ("用户状态", "standing"), ["factor"] = ("双因素", "second factor"), ["job"] = ("作业", "job"),
        ["by"] = ("发起用户", "started by"), ["year"] = ("年度", "year"), ["name"] = ("姓名", "name"), ["book"] = ("账面余额", "book balance"), ["frozen"] = ("冻结金额", "frozen"),
        ["float"] = ("在途金额", "unsettled"), ["number"] = ("账号", "number"), ["amount"] = ("金额", "amount"), ["time"] = ("时间", "time"),
        ["date"] = ("日期", "date"), ["rate"] = ("年利率", "rate"), ["progress"] = ("募集进度", "progress"), ["outstanding"] = ("未还本金", "outstanding"),
        ["until"] = ("募集截止日", "last day of bidding"), ["deadline"] = ("时限", "deadline"), ["users"] = ("用户数", "users"), ["funds"] = ("用户资金", "users' money"),
        ["recovery-register/open"] = ("仅未还清", "still owed only"), ["day-register/open"] = ("仅未关账", "not closed only"), ["owes"] = ("欠款", "owes"), ["short"] = ("仅余额不足", "too little only"),
        ["show"] = ("范围", "which"),
        ["pool"] = ("存管余额", "pool"), ["opened"] = ("开立日期", "opened"), ["started"] = ("开始时间", "started"), ["seen"] = ("最近登录", "last sign-in"),
    };

    private static readonly Dictionary<string, (string Chinese, string English)> Orders = new(StringComparer.Ordinal)
    {
        ["open"] = ("待追偿", "to be recovered"),
    };

    /// <summary>Words of the filters that take some words only.</summary>
    private static readonly Dictionary<string, (string Chinese, string English)> Values = new(StringComparer.Ordinal)
    {
        ["owes/" + OverdueQueries.OnlyFine] = ("仅欠罚息", "a fine only"), ["tab/" + ApprovalQueries.Check] = ("待我复核", "mine to check"),
        ["tab/" + ApprovalQueries.Made] = ("我发起", "made by me"), ["tab/" + ApprovalQueries.All] = ("全部", "all"),
        ["show/" + ProposedQueries.All] = ("全部提议", "all proposals"), ["tab/" + ApprovalQueries.Decided] = ("已办", "decided by me"),
    };

    /// <summary>Filters that are set with yes or no.</summary>
    private static readonly HashSet<string> YesOrNo = ["open", "overdue", "requested", "difference", "factor", "short"];

    /// <summary>True where a filter of a report has a name for people.</summary>
    public static bool Knows(string key) => Names.ContainsKey(key);

    /// <summary>Every filter that is set, one after the other.</summary>
    public static string Of(Report report, ReportReading reading)
    {
        // Platform and period have lines of their own.
        var parts = reading.List.Applied.Where(filter => filter.Key is not ("platform" or "dateFrom" or "dateTo")).OrderBy(filter => filter.Key, StringComparer.Ordinal)
            .Select(filter => $"{NameIn(report, filter.Key, reading)} = {Value(report, reading, filter.Key, filter.Value)}").ToList();
        return parts.Count == 0 ? reading.Say("无", "none") : string.Join(reading.Say("；", "; "), parts);
    }

    public static string Order(ReportReading reading) => reading.List.Sort is not { } sort
        ? reading.Say("默认", "the report's own")
        : $"{(Orders.TryGetValue(sort, out var order) ? reading.Say(order.Chinese, order.English) : Name(sort, reading))} {(reading.List.Descending ? reading.Say("降序", "descending") : reading.Say("升序", "ascending"))}";

    /// <summary>What a key means in this report, where it means something else elsewhere.</summary>
    private static string NameIn(Report report, string key, ReportReading reading) =>
        Names.ContainsKey($"{report.Facts.Code}/{key}") ? Name($"{report.Facts.Code}/{key}", reading) : Name(key, reading);

    private static string Name(string key, ReportReading reading) =>
        Names.TryGetValue(key, out var name) ? reading.Say(name.Chinese, name.English) : key;

    private static string Value(Report report, ReportReading reading, string key, string value)
    {
        if (key == "role") return reading.English ? RoleNames.English([value]) : RoleNames.Chinese([value]);
        if (key == "platform" && reading.Platform is { } platform) return $"{platform.No} {platform.Name}";
        if (Values.TryGetValue($"{key}/{value}", out var word)) return reading.Say(word.Chinese, word.English);
        if (YesOrNo.Contains(key) && value is "yes" or "no") return value == "yes" ? reading.Say("是", "yes") : reading.Say("否", "no");
        if (!report.Choices.TryGetValue(key, out var type) || !Enum.TryParse(type, value, out var member) || !Enum.IsDefined(type, member!))
            return ListQueryText.Shown(report.Facts.Code, key, value);
        if (member is ApprovalType approval) return reading.Say(ApprovalTypes.Of(approval).Chinese, ApprovalTypes.Of(approval).English);
        return reading.Word((Enum)member!);
    }
}
