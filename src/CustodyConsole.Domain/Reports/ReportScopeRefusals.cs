namespace CustodyConsole.Domain.Reports;

/// <summary>Why a report is not made as it was asked for. Listed in the order in which the writer asks.</summary>
public static class ReportScopeRefusals
{
    /// <summary>There is no report of this code.</summary>
    public static Refusal UnknownReport(string code) => new(
        "report-scope.unknown-report",
        $"没有代码为“{code}”的报表。",
        $"There is no report \"{code}\".");

    /// <summary>The bank has no accounting date yet, so there is nothing to report.</summary>
    public static Refusal NoBooks() => new(
        "report-scope.no-books",
        "账务尚未启用，没有可出具的报表。",
        "The books were not set up yet; there is nothing to report.");

    /// <summary>Something was said that this report does not take.</summary>
    public static Refusal NotAParameter(string chinese, string english) => new(
        "report-scope.not-a-parameter",
        $"本报表不使用参数“{chinese}”，请去掉后重试。",
        $"This report takes no {english}.");

    /// <summary>The filter of the list and the parameters say different things about the same.</summary>
    public static Refusal SaidTwice(string chinese, string english) => new(
        "report-scope.said-twice",
        $"列表筛选条件与报表参数中的“{chinese}”不一致，请只保留一处。",
        $"The list's filter and the parameters differ about the {english}; say it once.");

    /// <summary>The query of a list names a filter that the register does not apply.</summary>
    public static Refusal UnknownFilter(string key) => new(
        "report-scope.unknown-filter",
        $"本报表没有筛选条件“{key}”，请去掉后重试。",
        $"This report has no filter \"{key}\".");

    /// <summary>A filter has a value that cannot be read, so it would not be applied.</summary>
    public static Refusal UnreadableFilter(string key, string value) => new(
        "report-scope.unreadable-filter",
        $"筛选条件“{key}”的值“{value}”无法识别，请更正后重试。",
        $"The filter \"{key}\" cannot be \"{value}\".");

    /// <summary>The register cannot be ordered by this column.</summary>
    public static Refusal UnknownOrder(string column) => new(
        "report-scope.unknown-order",
        $"本报表不能按“{column}”排列。",
        $"This report cannot be ordered by \"{column}\".");

    /// <summary>First or last day is missing.</summary>
    public static Refusal PeriodMissing() => new(
        "report-scope.period-missing",
        "请填写起始日期与截止日期。",
        "From and to: both dates are needed.");

    /// <summary>The period ends before it begins.</summary>
    public static Refusal PeriodReversed(DateOnly from, DateOnly to) => new(
        "report-scope.period-reversed",
        $"起始日期 {from:yyyy-MM-dd} 晚于截止日期 {to:yyyy-MM-dd}。",
        $"The first day {from:yyyy-MM-dd} is after the last day {to:yyyy-MM-dd}.");

    /// <summary>The bank has not reached this day.</summary>
    public static Refusal DateInFuture(DateOnly date, DateOnly today) => new(
        "report-scope.date-in-future",
        $"日期 {date:yyyy-MM-dd} 晚于当前会计日 {today:yyyy-MM-dd}，请改为不晚于当前会计日的日期。",
        $"The date {date:yyyy-MM-dd} is after the accounting date {today:yyyy-MM-dd}.");

    /// <summary>The bank had no accounting day yet: nothing of it could be said, and nothing would look like a closed nought.</summary>
    public static Refusal BeforeFirstDay(DateOnly date, DateOnly first) => new(
        "report-scope.before-first-day",
        $"日期 {date:yyyy-MM-dd} 早于本行首个会计日 {first:yyyy-MM-dd}，无账可报。",
        $"The date {date:yyyy-MM-dd} is before the bank's first accounting day, {first:yyyy-MM-dd}; there is nothing to report of it.");

    /// <summary>The moment has not come.</summary>
    public static Refusal MomentInFuture(DateTime asOfUtc) => new(
        "report-scope.moment-in-future",
        $"截至时点 {Calendar.BankTime.Format(asOfUtc)} 尚未到来。",
        $"The moment {Calendar.BankTime.Format(asOfUtc)} has not come yet.");

    /// <summary>The period is not one calendar month.</summary>
    public static Refusal NotAMonth(DateOnly from, DateOnly to) => new(
        "report-scope.not-a-month",
        $"本报表按自然月出具，{from:yyyy-MM-dd} 至 {to:yyyy-MM-dd} 不是一个完整的自然月。",
        $"This report is for one calendar month; {from:yyyy-MM-dd} to {to:yyyy-MM-dd} is none.");

    /// <summary>The report is about one platform.</summary>
    public static Refusal PlatformMissing() => new(
        "report-scope.platform-missing",
        "请选择平台，本报表按平台出具。",
        "The platform is missing; this report is about one.");

    /// <summary>There is no such platform.</summary>
    public static Refusal UnknownPlatform(string no) => new(
        "report-scope.unknown-platform",
        $"没有编号为“{no}”的平台。",
        $"There is no platform \"{no}\".");

    /// <summary>The report is about one account or listing.</summary>
    public static Refusal SubjectMissing() => new(
        "report-scope.subject-missing",
        "请填写账号，本报表按账户出具。",
        "The account number is missing; this report is about one account.");

    /// <summary>There is no such account or listing.</summary>
    public static Refusal UnknownSubject(string subject) => new(
        "report-scope.unknown-subject",
        $"没有号码为“{subject}”的账户或标的。",
        $"There is no account or listing \"{subject}\".");

    /// <summary>Clear text was asked for where nothing is masked.</summary>
    public static Refusal NothingMasked() => new(
        "report-scope.nothing-masked",
        "本报表不含个人信息，无需申请明文。",
        "Nothing in this report is masked; there is nothing to show in clear.");

    /// <summary>Clear text needs the key, which this process has not been given.</summary>
    public static Refusal NoKey() => new(
        "report-scope.no-key",
        "当前进程没有个人信息密钥，不能出具明文。",
        "Personal data cannot be shown in clear: this process was not given the key.");

    /// <summary>The file to write is the database that is read, or belongs to it.</summary>
    public static Refusal OutputIsDatabase(string file) => new(
        "report-scope.output-is-database",
        $"输出文件“{file}”是数据库文件，不能覆盖。",
        $"The output \"{file}\" belongs to the database; it is never written over.");

    /// <summary>The file to write is there already.</summary>
    public static Refusal OutputExists(string file) => new(
        "report-scope.output-exists",
        $"文件“{file}”已存在；如需覆盖请使用 --overwrite。",
        $"The file \"{file}\" exists already; --overwrite replaces it.");

    /// <summary>The rows that were written are not the rows that were counted in the same snapshot.</summary>
    public static Refusal RowsDiffer(string sheet, long expected, long found) => new(
        "report-scope.rows-differ",
        $"工作表“{sheet}”写出 {found} 行，汇总应为 {expected} 行，文件已作废。",
        $"The sheet {sheet} has {found} rows where {expected} were counted; the file was discarded.");

    /// <summary>The sum of what was written is not the aggregate of the same snapshot.</summary>
    public static Refusal TotalsDiffer(string sheet, string column, long expectedFen, long foundFen) => new(
        "report-scope.totals-differ",
        $"工作表“{sheet}”的“{column}”合计为 {Fen.Format(foundFen)}，汇总应为 {Fen.Format(expectedFen)}，文件已作废。",
        $"The sheet {sheet} adds up to {Fen.Format(foundFen)} in {column} where {Fen.Format(expectedFen)} was expected; the file was discarded.");

    /// <summary>A figure is not what a second way of knowing it says in the same snapshot.</summary>
    public static Refusal FigureDiffers(string sheet, string figure, string expected, string found) => new(
        "report-scope.figure-differs",
        $"工作表“{sheet}”的“{figure}”为 {found}，另行核对应为 {expected}，不出具文件。",
        $"The sheet {sheet} has {found} for {figure} where a second way to know it gives {expected}; no file is made.");
}
