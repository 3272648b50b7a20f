using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Platforms;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CustodyConsole.Tests.Features;

/// <summary>Workbooks of platforms for tests, filled in as an operator would.</summary>
internal static class PlatformWorkbook
{
    private static readonly InventedPeople People = new(17);

    /// <summary>The values of one platform, complete.</summary>
    public static Dictionary<string, ImportValue> Row(string no, string name, string company, int person = 1)
    {
        var someone = People.Person(person);
        return new()
        {
            ["No"] = new(no), ["Name"] = new(name), ["CompanyName"] = new(company),
            ["CreditCode"] = new(People.Company(person).CreditCode), ["PaymentCompany"] = new("易付通"),
            ["RepresentativeName"] = new(someone.Name), ["RepresentativeIdentity"] = new(someone.IdentityNumber),
            ["Licence.BusinessLicence.Number"] = new("营业执照 " + no), ["Licence.BusinessLicence.ExpiresOn"] = new("长期"),
            ["Contact.Business.Name"] = new(someone.Name), ["Contact.Business.Mobile"] = new(someone.Mobile),
            ["Contact.Business.Email"] = new("ops@platform.example"),
            ["CustodyAgreement.Number"] = new("CG-" + no), ["CustodyAgreement.SignedOn"] = new("2017-01-01"),
            ["CustodyAgreement.EndsOn"] = new("2049-12-31"),
            ["WithdrawalFeeFen"] = new("2.00"), ["WithdrawalFeePayer"] = new("用户承担"), ["WithdrawalFeeDeduction"] = new("外扣"),
            ["ReleaseFeeLimitBps"] = new("5"), ["FloatPolicy"] = new("可轧差"), ["InstalmentBasis"] = new("按标的"),
            ["InstalmentRounding"] = new("四舍五入"), ["PersonLimitFen"] = new("200000"), ["CompanyLimitFen"] = new("1000000"),
            ["ReturnUrl"] = new("https://www.platform.example/return"), ["NoticeUrl"] = new("https://api.platform.example/notice"),
        };
    }

    /// <summary>A workbook with these rows.</summary>
    public static byte[] Of(IEnumerable<Dictionary<string, ImportValue>> rows) => ImportTemplate.Write(
        [.. rows.Select(row => ((IReadOnlyDictionary<string, ImportValue>)row, new ImportRow(0, new PlatformDossier(), [])))]);

    /// <summary>The workbook with a number in one cell of its first sheet, as Excel keeps a day that somebody typed.</summary>
    public static byte[] WithNumber(byte[] workbook, int row, string key, string number)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var document = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            var sheet = document.WorkbookPart!.Workbook.Descendants<Sheet>().First();
            var data = ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet.Descendants<Row>().ElementAt(row - 1);
            var cell = data.Elements<Cell>().ElementAt(ImportColumn.All.ToList().FindIndex(column => column.Key == key));
            cell.RemoveAllChildren();
            cell.DataType = CellValues.Number;
            cell.AppendChild(new CellValue(number));
        }

        return stream.ToArray();
    }

    /// <summary>The platforms of the public list, with what the list does not say filled in.</summary>
    public static List<Dictionary<string, ImportValue>> RowsOf(string csvFile)
    {
        var rows = new List<Dictionary<string, ImportValue>>();
        foreach (var line in CsvText.Read(File.ReadAllText(csvFile)).Skip(1))
        {
            var i = rows.Count + 1;
            rows.Add(Row($"{2000 + i}", line[1], line[2], i));
        }

        return rows;
    }
}

/// <summary>Comma-separated text with quoted fields that may hold line breaks.</summary>
internal static class CsvText
{
    public static IEnumerable<List<string>> Read(string text)
    {
        var (fields, field, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (quoted && letter == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (letter == '"') quoted = !quoted;
            else if (letter == ',' && !quoted) End();
            else if (letter == '\n' && !quoted)
            {
                End();
                yield return fields;
                fields = [];
            }
            else if (letter != '\r' && letter != '\ufeff') field.Append(letter);
        }

        if (field.Length > 0 || fields.Count > 0)
        {
            End();
            yield return fields;
        }

        void End()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
