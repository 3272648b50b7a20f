using System.Globalization;
using System.Text;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;

namespace CustodyConsole.Tests.Reports;

/// <summary>The catalogue is complete, and docs/reference/reports.md says what the code says; CUSTODY_WRITE_DOCS=1 writes the page.</summary>
public sealed class ReportCatalogueTests
{
    [Fact]
    public void Every_filter_has_words_on_the_cover() => Assert.All(
        ReportCatalogue.All.SelectMany(report => report.Filters, (report, filter) => (report.Facts.Code, filter.Key)),
        one => Assert.True(FilterWords.Knows(one.Key), $"{one.Code}: {one.Key}"));

    [Fact]
    public void Every_definition_is_complete()
    {
        Assert.Distinct(ReportCatalogue.All.Select(report => report.Facts.Code));
        Assert.All(ReportCatalogue.All, report =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", report.Facts.Code);
            Assert.Same(report, ReportCatalogue.Find(report.Facts.Code));
            Assert.Contains(Permissions.All, permission => permission.Name == report.Facts.Permission);
            Assert.All(new[] { report.Facts.Chinese, report.Facts.RequiredByChinese }, text => Assert.Matches("[\\u4e00-\\u9fff]", text));
            Assert.All(new[] { report.Facts.English, report.Facts.RequiredByEnglish }, text => Assert.DoesNotMatch("[\\u4e00-\\u9fff]", text));
            // A statement has its holder on the cover alone.
            if (!report.Facts.HasPersonalData) Assert.DoesNotContain(report.Sheets, sheet => sheet.All.Any(column => column.IsPersonal));
            Assert.Distinct(report.Sheets.Select(sheet => sheet.Chinese));
            Assert.All(report.Sheets, sheet =>
            {
                Assert.True(sheet.Chinese.Length <= 20 && sheet.English.Length <= 25);
                Assert.DoesNotMatch(@"[\[\]:*?/\\]", sheet.Chinese + sheet.English);
                Assert.Empty(sheet.All.GroupBy(column => column.Key).Where(same => same.Count() > 1).Select(same => same.Key));
                Assert.Empty(sheet.All.GroupBy(column => column.Chinese).Where(same => same.Count() > 1).Select(same => same.Key));
                Assert.All(sheet.All, column =>
                {
                    Assert.Matches("[\\u4e00-\\u9fff]", column.Chinese);
                    Assert.EndsWith("。", column.MeaningChinese, StringComparison.Ordinal);
                    Assert.DoesNotMatch("[\\u4e00-\\u9fff]", column.English + column.MeaningEnglish);
                    Assert.EndsWith(".", column.MeaningEnglish, StringComparison.Ordinal);
                });
            });
            Assert.All(report.Charts, chart => Assert.All([.. chart.Series, chart.Category], key =>
                Assert.Contains(report.Sheets[chart.Sheet].All, column => column.Key == key)));
        });
    }

    [Fact]
    public void The_reference_page_lists_every_report_with_its_columns()
    {
        var file = Path.Combine(Repository.Root, "docs", "reference", "reports.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("CUSTODY_WRITE_DOCS") == "1") File.WriteAllText(file, page);
        Assert.Equal(page, File.ReadAllText(file));
    }

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append("""
            # Reports

            What compliance and audit can take away, from a list, from the catalogue of exports, or with `report run` on the command line. Each is one
            definition in `src/CustodyConsole/Features/Reports/Registers`; this page is written by a test (`CUSTODY_WRITE_DOCS=1`), which also compares it.

            A file is a workbook (`xlsx`), or a zip (`csv` in UTF-8 with a byte order mark, `csv-gbk` in GBK) with one text for each sheet and `cover.txt`, which
            says what the cover of a workbook says; one file, so that one SHA-256 holds for all of it. All of a file is of one moment. Rows and control totals
            are compared with a second query of the same moment, and so is each figure of the monthly custody report and each balance in it that has no sum; where
            something differs there is no file, and the refusal names it. Amounts are in yuan. Personal columns are masked unless two
            people allow them in clear. Σ marks a control total.

            In CSV a text that begins with `=` `+` `-` `@`, an apostrophe, a tab or a return has an apostrophe before it, one of which is to be taken off. A character that GBK lacks is written as its number,
            `{U+20BB7}`, and counted on the cover: none is lost. In a workbook a text of more than 32,767 characters is cut and ends in …[截断]; an amount of
            more than 15 digits is written as text. A sheet of more than 1,000,000 rows is continued on the next, with what was carried forward.

            """.ReplaceLineEndings("\n"));
        foreach (var report in ReportCatalogue.All)
        {
            var facts = report.Facts;
            page.Append(CultureInfo.InvariantCulture, $"\n## {facts.Chinese} {facts.English}\n\n`{facts.Code}`, version {facts.Version}. Permission `{facts.Permission}`. ");
            page.Append(CultureInfo.InvariantCulture, $"Needs: {Parameters(report)}.");
            if (report.ListPath is { } list) page.Append(CultureInfo.InvariantCulture, $" Takes the filter of the list `/{list}`.");
            page.Append(CultureInfo.InvariantCulture, $"\n\n{facts.RequiredByChinese}\n{facts.RequiredByEnglish}\n");
            foreach (var sheet in report.Sheets)
            {
                page.Append(CultureInfo.InvariantCulture, $"\n### {sheet.Chinese} {sheet.English}\n\n| column | 栏目 | Column | kind | 定义 | Meaning |\n|---|---|---|---|---|---|\n");
                foreach (var column in sheet.All)
                {
                    page.Append(CultureInfo.InvariantCulture,
                        $"| `{column.Key}` | {column.Chinese} | {column.English} | {column.Kind}{(column.IsTotalled ? " Σ" : "")}{(column.IsPersonal ? ", personal" : "")} | {column.MeaningChinese} | {column.MeaningEnglish} |\n");
                }
            }
        }

        return page.ToString();
    }

    private static string Parameters(Report report)
    {
        var needs = Enum.GetValues<ReportParameters>().Where(one => one != ReportParameters.None && report.Needs(one)).Select(one => one switch
        {
            ReportParameters.Period => "a period",
            ReportParameters.Moment => "a moment, or now",
            ReportParameters.Month => "a month",
            ReportParameters.Platform => "a platform, or all",
            ReportParameters.PlatformRequired => "a platform",
            _ => "an account",
        }).ToList();
        return needs.Count == 0 ? "nothing" : string.Join("; ", needs);
    }
}
