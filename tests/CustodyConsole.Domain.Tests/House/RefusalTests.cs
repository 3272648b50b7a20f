using System.Reflection;
using System.Text;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Replay;

namespace CustodyConsole.Domain.Tests.House;

/// <summary>
/// Every refusal of the bank and of the replay is in docs/reference/refusals.md, with both sentences. CUSTODY_WRITE_DOCS=1 writes the page
/// instead of comparing it.
/// </summary>
public sealed class RefusalTests
{
    private static readonly IReadOnlyList<(string Area, Refusal Refusal)> All = [.. typeof(Refusal).Assembly.GetTypes()
        .Concat(typeof(ReplayFileRefusals).Assembly.GetTypes())
        .Where(type => type is { IsAbstract: true, IsSealed: true, IsPublic: true } && type.Name.EndsWith("Refusals", StringComparison.Ordinal))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(Refusal))
            .Select(method => (type.Name.Replace("Refusals", "", StringComparison.Ordinal), (Refusal)method.Invoke(null, Sample(method))!)))];

    [Fact]
    public void Every_refusal_has_a_code_of_its_own_and_a_sentence_in_each_language()
    {
        Assert.NotEmpty(All);
        Assert.All(All, one =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*\\.[a-z0-9]+(-[a-z0-9]+)*$", one.Refusal.Code);
            Assert.Matches("[\\u4e00-\\u9fff]", one.Refusal.Chinese);
            Assert.Matches("^([A-Z\"']|(--)?[a-z]+: ).*\\.$", one.Refusal.English);
            Assert.EndsWith("。", one.Refusal.Chinese, StringComparison.Ordinal);
        });
        Assert.Empty(All.GroupBy(one => one.Refusal.Code).Where(codes => codes.Count() > 1).Select(codes => codes.Key));
    }

    [Fact]
    public void The_reference_page_lists_every_refusal_with_its_sentences()
    {
        var file = Path.Combine(Repository.Root, "docs", "reference", "refusals.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("CUSTODY_WRITE_DOCS") == "1") File.WriteAllText(file, page);
        Assert.Equal(page, File.ReadAllText(file));
    }

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append("# Refusals\n\nWhat the bank says when it says no: a stable code for programs and one sentence in each language. ");
        page.Append("Figures and names in the sentences are examples.\nThe order in which an operation asks is in its doc comment. ");
        page.Append("This page is written by a test (`CUSTODY_WRITE_DOCS=1`), which also compares it.\n");
        foreach (var area in All.GroupBy(one => one.Area))
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {area.Key}\n\n| code | 中文 | English |\n|---|---|---|\n");
            foreach (var (_, refusal) in area)
                page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{refusal.Code}` | {refusal.Chinese} | {refusal.English} |\n");
        }

        return page.ToString();
    }

    /// <summary>Arguments that read well in a sentence.</summary>
    private static object?[] Sample(MethodInfo method) => [.. method.GetParameters().Select(parameter => parameter.ParameterType switch
    {
        var type when type == typeof(string) => (object?)Word(method.Name, parameter.Name!),
        var type when type == typeof(long) => 123_456L,
        var type when type == typeof(int) => 12,
        var type when type == typeof(DateOnly) => new DateOnly(2017, 8, 3),
        var type when type == typeof(DateTime) => new DateTime(2017, 8, 3, 15, 0, 0, DateTimeKind.Utc),
        var type when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
        var type when type == typeof(InstalmentAmounts) => new InstalmentAmounts(100_000, 1_234, 0),
        var type when type == typeof(Int128) => (Int128)123_456,
        var type when type == typeof(bool) => true,
        var type when type == typeof(JobFacts) => JobCatalogue.Find(parameter.Name == "before" ? JobCatalogue.TrialBalance : JobCatalogue.NetSettlement),
        var type when type == typeof(IEnumerable<string>) => new[] { Roles.Operator, Roles.Checker },
        var type when type == typeof(Refusal) => FenRefusals.NotPositive("amount"),
        var type when Nullable.GetUnderlyingType(type) is not null => null,
        var type => throw new NotSupportedException($"{method.Name}({type.Name} {parameter.Name})"),
    })];

    private static string Word(string method, string name) => (method, name) switch
    {
        ("Paused", "by") => "chenjiayi",
        ("Paused", "reason") => "等待对账文件",
        ("AlreadyDone" or "UnderWay" or "NotEndedWell", "no") => "JR0000000042",
        ("NotEndedWell", "chinese") => "账簿不平。",
        ("NotEndedWell", "english") => "The books do not balance.",
        ("RepaymentOpen", "batchNo") => "SB0000000042",
        ("TakenOver" or "Ended" or "UnknownRun", "no") => "JR0000000042",
        ("Unknown", "job") => "no-such-job",
        ("NotAParameter" or "SaidTwice", "chinese") => "平台",
        ("NotAParameter" or "SaidTwice", "english") => "platform",
        ("Malformed", "chinese") => "各档上限须逐档升高。",
        ("Malformed", "english") => "Each step must end above the one before.",
        ("RuleMalformed", "chinese") => "复核人数应为 1 或 2。",
        ("RuleMalformed", "english") => "The number of checkers must be 1 or 2.",
        ("OtherKind", "kindChinese") => " PDF 文件",
        ("OtherKind", "kindEnglish") => "a PDF",
        ("NotText", "kindChinese") => "二进制文件",
        ("NotText", "kindEnglish") => "a binary file",
        ("NotA", "kindChinese") => "金额",
        ("NotA", "kindEnglish") => "an amount",
        ("OtherFormat", "wantedChinese") => "一个借款的 JSON 数组（kiva）",
        ("OtherFormat", "wantedEnglish") => "a JSON array of loans (kiva)",
        ("Cell", "expectedChinese") => "0 至 100 的数字",
        ("Cell", "expectedEnglish") => "a number from 0 to 100",
        ("ReleasedWithout", "status") => "funded",
        ("ReleasedWithout", "chinese") => "放款日期",
        ("ReleasedWithout", "english") => "day of release",
        ("TakesTwo" or "NothingMasked" or "OnlyMonthly" or "OtherVersion", "chinese") => "账户余额登记簿",
        ("TakesTwo" or "NothingMasked" or "OnlyMonthly" or "OtherVersion", "english") => "Account register",
        ("OwnerLost" or "MakerLost" or "AskerLost", _) => "陈嘉怡",
        (_, "run") => "RP0000000042",
        (_, "schedule") => "RS0000000042",
        ("NotA", "text") => "12x",
        ("Below", "text") => "12",
        ("Above", "text") => "1200",
        ("NoTimeZone", "text") => "2013-08-01T12:00",
        ("Below", "least") => "25",
        ("Above", "most") => "1000",
        ("EndsEarly", "before") => "投标人数",
        _ => Word(name),
    };

    private static string Word(string name) => name switch
    {
        _ when name.Contains("account", StringComparison.OrdinalIgnoreCase) || name is "number" => "8001101000000001238",
        _ when name.Contains("authCode", StringComparison.OrdinalIgnoreCase) => "A000000000042",
        _ when name.Contains("orderNo", StringComparison.OrdinalIgnoreCase) => "20170803000000000042",
        _ when name.Contains("listingNo", StringComparison.OrdinalIgnoreCase) => "L2017080301",
        _ when name.Contains("requestNo", StringComparison.OrdinalIgnoreCase) => "R0001",
        _ => name,
    };
}
