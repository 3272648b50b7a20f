using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports;

/// <summary>A cell of the cover: a text, or an amount in fen.</summary>
public readonly record struct CoverCell(string Text, long? Fen = null)
{
    public static implicit operator CoverCell(string? text) => new(text ?? "");
}

/// <summary>A part of the cover: pairs where there are no heads, else a table.</summary>
public sealed record CoverSection(string Title, IReadOnlyList<string>? Heads, IReadOnlyList<IReadOnlyList<CoverCell>> Rows);

/// <summary>
/// What the cover says, whatever it is written into: with it a file can be understood, and checked, by somebody who has nothing but the file.
/// </summary>
public sealed record ReportCover(string Bank, string Title, string SheetName, string? Warning, IReadOnlyList<CoverSection> Sections)
{
    /// <summary>The version with the beginning of the commit that it was built from.</summary>
    private static readonly string Version = typeof(ReportCover).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } text
        ? text[..Math.Min(text.Length, text.IndexOf('+', StringComparison.Ordinal) is var plus and >= 0 ? plus + 9 : text.Length)] : "";

    /// <summary>True where something in the report may still change.</summary>
    public static bool IsOpen(Report report, ReportReading reading) =>
        report.FollowsDays && (reading.ClosedThrough is not { } closed || reading.LastDay > closed);

    /// <summary>The cover of a report whose rows were counted and summed.</summary>
    public static async Task<ReportCover> OfAsync(
        Report report, ReportReading reading, ReportMaker maker, CustodySettings settings, IReadOnlyList<SheetTotals> totals, CancellationToken stop)
    {
        var english = reading.English;
        var facts = report.Facts;
        var isOpen = IsOpen(report, reading);
        var own = await report.CoverAsync(reading, stop);
        var sections = new List<CoverSection>
        {
            Pairs(reading.Say("报表", "Report"),
            [
                (reading.Say("报表名称", "Name"), english ? facts.English : facts.Chinese),
                (reading.Say("报表代码与版本", "Code and version"), facts.CodeAndVersion),
                (reading.Say("存管银行", "Bank"), english ? settings.BankNameEnglish : settings.BankName),
                (reading.Say("平台", "Platform"), PlatformOf(reading)),
                (reading.Say("期间", "Period"), Period(report, reading)),
                .. AsOf(reading),
                .. reading.Scope.Subject is { } subject ? [(reading.Say("账户或标的", "Account or listing"), subject)] : Array.Empty<(string, string)>(),
                (reading.Say("筛选条件", "Filters"), FilterWords.Of(report, reading)),
                (reading.Say("排列顺序", "Order"), FilterWords.Order(reading)),
                (reading.Say("编制依据", "Required by"), english ? facts.RequiredByEnglish : facts.RequiredByChinese),
            ]),
            Pairs(reading.Say("数据", "Data"),
            [
                (reading.Say("数据截至", "Data as of"), BankTime.Format(reading.NowUtc)),
                (reading.Say("时区", "Time zone"), "Asia/Shanghai (UTC+08:00)"),
                (reading.Say("会计日", "Accounting date"), BankTime.Format(reading.Today)),
                (reading.Say("已关账至", "Closed through"),
                    reading.ClosedThrough is { } closed ? BankTime.Format(closed) : reading.Say("尚无已关账日", "no day yet")),
                (reading.Say("期间状态", "State of the period"), !report.FollowsDays ? reading.Say("与关账无关", "does not depend on closed days")
                    : isOpen ? reading.Say("未关账", "not closed")
                    : report.TellsNow ? reading.Say(
                        $"期间已关账；{report.WhatMayChange.Chinese}截至 {BankTime.Format(reading.NowUtc)}，仍会变动",
                        $"closed; {report.WhatMayChange.English} are those of {BankTime.Format(reading.NowUtc)} and may still change")
                    : reading.Say("已关账", "closed")),
            ]),
            Pairs(reading.Say("出具", "Made"),
            [
                (reading.Say("出具时间", "Made at"), BankTime.Format(reading.NowUtc)),
                (reading.Say("出具人", "Made by"), $"{maker.DisplayName} ({maker.UserName})"),
                (reading.Say("导出编号", "Export number"), maker.RunNo),
                (reading.Say("系统版本", "System version"),
                    $"CustodyConsole {Version}, {RuntimeInformation.FrameworkDescription}{(settings.Demo ? reading.Say("，演示环境", ", demo") : "")}"),
                (reading.Say("个人信息", "Personal data"), Personal(facts, reading, maker)),
            ]),
            Totals(report, reading, totals),
        };
        if (own.Count > 0)
            sections.Insert(3, Pairs(reading.Say("摘要", "Summary"), [.. own.Select(line => (reading.Say(line.Chinese, line.English), line.Value))]));
        sections.Add(Definitions(report, reading));
        sections.Add(Notes(reading, maker));
        return new ReportCover(
            english ? settings.BankNameEnglish : settings.BankName, english ? facts.English : facts.Chinese, reading.Say("封面", "Cover"),
            isOpen ? reading.Say(
                "注意：本报表所涉期间尚未关账，数据仍可能变动，不得作为最终报表报送。",
                "Note: the period of this report is not closed. Its figures may still change; do not submit it as final.") : null,
            sections);
    }

    private static CoverSection Pairs(string title, IReadOnlyList<(string Name, string Value)> pairs) =>
        new(title, null, [.. pairs.Select(pair => (IReadOnlyList<CoverCell>)[pair.Name, pair.Value])]);

    private static string PlatformOf(ReportReading reading) =>
        reading.List.Text("platform") is not { } no ? reading.Say("全部平台", "all platforms")
        : reading.Platform is { } platform ? $"{platform.No} {platform.Name}" : no;

    private static string Period(Report report, ReportReading reading) => reading.From is null && reading.To is null ? reading.Say("不限", "any")
        : Days(reading) + reading.Say($"，按{report.PeriodDate.Chinese}", $", by the {report.PeriodDate.English}");

    private static string Days(ReportReading reading) => (reading.From, reading.To) switch
    {
        (null, null) => "",
        ({ } from, null) => reading.Say($"{BankTime.Format(from)} 起", $"from {BankTime.Format(from)}"),
        (null, { } to) => reading.Say($"截至 {BankTime.Format(to)}", $"until {BankTime.Format(to)}"),
        ({ } from, { } to) => reading.Say(
            $"{BankTime.Format(from)} 至 {BankTime.Format(to)}（含首尾两日）", $"{BankTime.Format(from)} to {BankTime.Format(to)}, both included"),
    };

    private static IEnumerable<(string, string)> AsOf(ReportReading reading) => reading.Scope.AsOfUtc is { } moment
        ? [(reading.Say("截至时点", "As of"), BankTime.Format(moment))] : [];

    private static string Personal(ReportFacts facts, ReportReading reading, ReportMaker maker) => facts.HasPersonalData switch
    {
        false => reading.Say("不含个人敏感信息", "none"),
        _ when reading.Scope.Unmasked => reading.Say(
            $"明文，经双人审批。用途：{maker.Reason}。请妥善保管，用毕销毁。",
            $"in clear, allowed by a second person. Reason: {maker.Reason}. Keep it safe and destroy it after use."),
        _ => reading.Say("已脱敏：姓名、证件号码、手机号、银行卡号", "masked: names, identity numbers, mobiles, cards"),
    };

    private static CoverSection Totals(Report report, ReportReading reading, IReadOnlyList<SheetTotals> totals)
    {
        var rows = new List<IReadOnlyList<CoverCell>>();
        for (var i = 0; i < report.Sheets.Count; i++)
        {
            var sheet = report.Sheets[i];
            rows.Add([sheet.Name(reading.English), totals[i].Rows.ToString("#,##0", CultureInfo.InvariantCulture), "", ""]);
            for (var k = 0; k < sheet.Totalled.Count; k++)
                rows.Add(["", "", sheet.Totalled[k].Name(reading.English), new CoverCell(Fen.Format(totals[i].Fen[k]), totals[i].Fen[k])]);
        }

        return new CoverSection(
            reading.Say("行数与控制总额（同一时点以汇总查询另行计算，与写出的明细一致）", "Rows and control totals (a separate query of the same moment; what was written agrees)"),
            [reading.Say("工作表", "Sheet"), reading.Say("行数", "Rows"), reading.Say("金额栏", "Column"), reading.Say("合计（元）", "Total (yuan)")], rows);
    }

    private static CoverSection Definitions(Report report, ReportReading reading) => new(
        reading.Say("栏目定义", "Definitions"),
        [reading.Say("工作表", "Sheet"), reading.Say("栏目", "Column"), reading.Say("单位", "Unit"), reading.Say("定义", "Meaning")],
        [.. report.Sheets.SelectMany(sheet => sheet.All.Select((column, i) => (IReadOnlyList<CoverCell>)
        [
            i == 0 ? sheet.Name(reading.English) : "",
            column.Name(reading.English) + (column.IsPersonal ? reading.Say("（个人信息）", " (personal)") : ""),
            column.Unit(reading.English),
            column.Meaning(reading.English),
        ]))]);

    private static CoverSection Notes(ReportReading reading, ReportMaker maker) => new(reading.Say("说明", "Notes"), null,
    [
        ["1", reading.Say(
            "金额单位为人民币元；绝对值超过 15 位有效数字的金额以文本列示并右对齐，因为表格软件只保留 15 位。",
            "Amounts are in yuan (CNY). An amount of more than 15 digits is written as text, because spreadsheets keep 15.")],
        ["2", reading.Say(
            "账号、卡号、证件号码、流水号一律为文本；以 = + - @ 等开头的文本按原文保存，不会作为公式执行。",
            "Account, card, identity and serial numbers are texts; a text that begins with = + - @ is kept as it is and never run.")],
        ["3", reading.Say(
            $"工作簿单元格最多 {Workbooks.CellText.CharsMax} 个字符，超出部分截断并以“…[截断]”结尾。",
            $"A cell holds {Workbooks.CellText.CharsMax} characters; a longer text ends in …[cut].")],
        ["4", maker.IsBank ? reading.Say(
            "本文件由命令行出具，未登记于导出记录与审计日志，控制台“文件核验”页不能核对；其 SHA-256 由命令行在出具时给出。",
            "This file was made on the command line and is neither in the list of exports nor in the audit trail, so the console cannot check it; the command told its SHA-256.")
            : reading.Say(
            "本文件的 SHA-256 登记于导出记录与审计日志，可在控制台“文件核验”页核对是否由本行出具、是否被改动。",
            "The SHA-256 of this file is in the list of exports and in the audit trail; the console's page for checking files tells whether it is unchanged.")],
    ]);
}
