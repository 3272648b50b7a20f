namespace CustodyConsole.Domain.Platforms;

/// <summary>Why platforms are not taken on from a file.</summary>
public static class ImportRefusals
{
    /// <summary>The file names no platform.</summary>
    public static Refusal Empty() => new(
        "import.empty",
        "文件中没有平台数据，请从表头下一行开始填写。",
        "The file names no platform. Fill it in from the row below the header.");

    /// <summary>The file names too many platforms.</summary>
    public static Refusal TooMany(int most) => new(
        "import.too-many",
        $"一个文件最多导入 {most} 个平台，请拆分后再上传。",
        $"A file has at most {most} platforms. Split it.");

    /// <summary>A column of the template is not there.</summary>
    public static Refusal ColumnMissing(string column) => new(
        "import.column-missing",
        $"缺少“{column}”列，请使用下载的模板，不要修改表头。",
        $"The column \"{column}\" is missing. Use the template and leave its header as it is.");

    /// <summary>A row cannot be taken over; nothing of the file is.</summary>
    public static Refusal RowBad(int row, string no, string chinese, string english) => new(
        "import.row-bad",
        $"第 {row} 行平台 {no} 不能开立：{chinese}。整个文件均未导入。",
        $"Row {row}, platform {no}, cannot be opened: {english}. Nothing of the file was taken over.");

    /// <summary>A value is none of those to choose from.</summary>
    public static Refusal NotAChoice(string column, string choices) => new(
        "import.not-a-choice",
        $"{column}：应为 {choices} 之一。",
        $"{column}: it must be one of {choices}.");

    /// <summary>A value is no date.</summary>
    public static Refusal NotADate(string column) => new(
        "import.not-a-date",
        $"{column}：应为日期，如 2026-01-31。",
        $"{column}: it must be a date such as 2026-01-31.");

    /// <summary>A value is no percentage of two decimals.</summary>
    public static Refusal NotAPercentage(string column) => new(
        "import.not-a-percentage",
        $"{column}：应为百分数，如 5 或 0.05，最多两位小数。",
        $"{column}: it must be a percentage such as 5 or 0.05, with at most two decimals.");

    /// <summary>A long number was kept as a number, so its last digits are lost.</summary>
    public static Refusal LostDigits(string column) => new(
        "import.lost-digits",
        $"{column}：单元格为数值格式，超过15位的末尾数字已丢失，请设为文本格式后重新填写。",
        $"{column}: the cell is a number, which keeps 15 digits only. Make it a text and type it again.");

    /// <summary>The number of a platform stands in two rows.</summary>
    public static Refusal Repeated(string no, int row) => new(
        "import.repeated",
        $"平台编号 {no} 与第 {row} 行重复。",
        $"Platform number {no} stands in row {row} too.");

    /// <summary>The company of a platform stands in two rows.</summary>
    public static Refusal CompanyRepeated(string creditCode, int row) => new(
        "import.company-repeated",
        $"统一社会信用代码 {creditCode} 与第 {row} 行重复，同一公司不能重复入驻。",
        $"Credit code {creditCode} stands in row {row} too; a company is taken on once.");
}
