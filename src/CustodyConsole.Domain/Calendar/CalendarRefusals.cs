namespace CustodyConsole.Domain.Calendar;

/// <summary>Why a calendar is not taken over.</summary>
public static class CalendarRefusals
{
    /// <summary>The file is too large to be a year's holidays.</summary>
    public static Refusal TooLarge(int kilobytes) => new(
        "calendar.too-large",
        $"节假日文件超过 {kilobytes} KB，不是一个年度的节假日安排。",
        $"The holiday file is larger than {kilobytes} KB; it is not the holidays of a year.");

    /// <summary>The file is not in the public form.</summary>
    public static Refusal NotTheForm() => new(
        "calendar.not-the-form",
        "文件不是 holiday-cn 格式：应为 JSON 对象，含 year（年份）和 days（日期数组）。",
        "The file is not in the holiday-cn form: it must be a JSON object with year and an array of days.");

    /// <summary>The file is in another encoding, such as GBK.</summary>
    public static Refusal NotUtf8() => new(
        "calendar.not-utf8",
        "文件不是 UTF-8 编码（可能为 GBK），请另存为 UTF-8 后重新导入。",
        "The file is not in UTF-8, perhaps in GBK; save it as UTF-8 and import it again.");

    /// <summary>A day lacks something or has it wrong.</summary>
    public static Refusal DayMalformed(int number) => new(
        "calendar.day-malformed",
        $"days 第 {number} 项有误：应含 name（1 至 32 个字符）、date（yyyy-MM-dd）和 isOffDay（true 或 false）。",
        $"Item {number} of days is wrong: it must have name (1 to 32 characters), date (yyyy-MM-dd) and isOffDay (true or false).");

    /// <summary>A day belongs to quite another year.</summary>
    public static Refusal DayOfAnotherYear(DateOnly date, int year) => new(
        "calendar.day-of-another-year",
        $"日期 {date:yyyy-MM-dd} 不属于 {year} 年度的安排。",
        $"The date {date:yyyy-MM-dd} does not belong to the year {year}.");

    /// <summary>A day is named both as a holiday and as a working day.</summary>
    public static Refusal DayTwice(DateOnly date) => new(
        "calendar.day-twice",
        $"日期 {date:yyyy-MM-dd} 既列为放假又列为上班。",
        $"The date {date:yyyy-MM-dd} stands both as a holiday and as a working day.");

    /// <summary>There are no notices so far from today.</summary>
    public static Refusal YearOutOfRange(int first, int last) => new(
        "calendar.year-out-of-range",
        $"年份应在 {first} 至 {last} 之间。",
        $"The year must be from {first} to {last}.");

    /// <summary>The bank knows it already.</summary>
    public static Refusal NothingChanges(int year) => new(
        "calendar.nothing-changes",
        $"本行日历中 {year} 年度的安排与此相同，无需变更。",
        $"The bank's calendar of {year} says the same already; there is nothing to change.");

    /// <summary>The year has a notice, and another one is no longer a first publication.</summary>
    public static Refusal YearHasNotice(int year) => new(
        "calendar.year-has-notice",
        $"{year} 年度安排已在日历中，变更须在控制台经双人复核；确需由命令替换的，请加 --replace。",
        $"The calendar has a notice of {year} already. Changing it takes two people in the console; to replace it by command, add --replace.");

    /// <summary>The kind of day does not fit the date.</summary>
    public static Refusal KindOfDay(DateOnly date) => new(
        "calendar.kind-of-day",
        $"日期 {date:yyyy-MM-dd} 已是所选类型，请核对。",
        $"The date {date:yyyy-MM-dd} is such a day already; check it.");

    /// <summary>A holiday has a name.</summary>
    public static Refusal NameMissing() => new(
        "calendar.name-missing",
        "请填写节假日名称（1 至 32 个字符）。",
        "The name of the holiday is missing (1 to 32 characters).");

    /// <summary>The year's holidays are not published yet.</summary>
    public static Refusal NotPublished(int year) => new(
        "calendar.not-published",
        $"文件中 {year} 年没有任何日期，说明该年度安排尚未公布，仍按暂定日历（仅周末休息）处理。",
        $"The file names no day of {year}: its holidays are not published yet, and the year stays provisional (weekends only).");
}
