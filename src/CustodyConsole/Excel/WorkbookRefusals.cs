using CustodyConsole.Domain;

namespace CustodyConsole.Excel;

/// <summary>Why an uploaded workbook is not read.</summary>
public static class WorkbookRefusals
{
    /// <summary>The file is too large.</summary>
    public static Refusal TooLarge(int megabytes) => new(
        "workbook.too-large",
        $"文件超过 {megabytes} MB，请拆分后再上传。",
        $"The file has more than {megabytes} MB. Split it and upload the parts.");

    /// <summary>The file is no workbook that can be read.</summary>
    public static Refusal NotAWorkbook() => new(
        "workbook.not-a-workbook",
        "文件不是有效的 Excel 工作簿（.xlsx），或已加密、损坏。请使用下载的模板填写。",
        "The file is no Excel workbook (.xlsx), or it is encrypted or damaged. Use the template.");

    /// <summary>The file is something else.</summary>
    public static Refusal OtherKind(string kindChinese, string kindEnglish) => new(
        "workbook.other-kind",
        $"文件是{kindChinese}，不是 Excel 工作簿（.xlsx），已拒绝读取。请使用下载的模板填写，以 .xlsx 格式保存后再上传。",
        $"The file is {kindEnglish}, no Excel workbook (.xlsx), and is not read. Use the template and save it as .xlsx.");

    /// <summary>Unpacked, it is larger than any honest workbook of this kind.</summary>
    public static Refusal TooLargeUnpacked(int megabytes) => new(
        "workbook.too-large-unpacked",
        $"文件解压后超过 {megabytes} MB 或部件过多，已拒绝读取。",
        $"Unpacked, the file has more than {megabytes} MB or too many parts; it is not read.");

    /// <summary>The workbook carries a program.</summary>
    public static Refusal HasMacros() => new(
        "workbook.has-macros",
        "工作簿含有宏或嵌入对象，已拒绝读取。请另存为不含宏的 .xlsx 后再上传。",
        "The workbook carries macros or embedded objects and is not read. Save it as .xlsx without macros.");

    /// <summary>The workbook takes values from elsewhere.</summary>
    public static Refusal HasExternalLinks() => new(
        "workbook.has-external-links",
        "工作簿含有外部链接或数据连接，已拒绝读取。请断开链接、将单元格粘贴为数值后再上传。",
        "The workbook has external links or data connections and is not read. Break the links and paste the cells as values.");

    /// <summary>The sheet that is wanted is not there.</summary>
    public static Refusal SheetMissing(string sheet) => new(
        "workbook.sheet-missing",
        $"工作簿中没有工作表“{sheet}”，请使用下载的模板填写。",
        $"The workbook has no sheet \"{sheet}\". Use the template.");

    /// <summary>Too many rows.</summary>
    public static Refusal TooManyRows(int most) => new(
        "workbook.too-many-rows",
        $"数据超过 {most} 行，请拆分为多个文件上传。",
        $"There are more than {most} rows. Split the file.");

    /// <summary>Too many cells, or texts that cells share.</summary>
    public static Refusal TooManyCells(int most) => new(
        "workbook.too-many-cells",
        $"工作簿中的单元格或文本超过 {most} 个，已拒绝读取。请清除多余的工作表、格式和空单元格后再上传。",
        $"The workbook has more than {most} cells or texts and is not read. Remove sheets, formats and empty cells that are not needed.");

    /// <summary>A text is too long.</summary>
    public static Refusal CellTooLong(string cell, int most) => new(
        "workbook.cell-too-long",
        $"单元格 {cell} 超过 {most} 个字符，已拒绝读取。",
        $"Cell {cell} has more than {most} characters; the file is not read.");
}
