using System.Globalization;
using System.Text.Json;
using CustodyConsole.CommandLine;

namespace CustodyConsole.Tests.CommandLine;

public sealed class ScheduleCommandTests : IDisposable
{
    private const string Heading = "code,amount,annual_rate,months,monthly_payment,status";
    private const string Good = "1,50000,0.15,24,2420,1";

    private readonly StringWriter _out = new(CultureInfo.InvariantCulture);
    private readonly StringWriter _error = new(CultureInfo.InvariantCulture);
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(_file);
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task With_json_one_object_stands_alone_on_standard_output()
    {
        Assert.Equal(0, await RunFileAsync(true, Heading, Good));
        var json = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.Equal(1, json.GetProperty("rows").GetInt32());
        Assert.Equal(1, json.GetProperty("explained").GetInt32());
        Assert.Equal(0, json.GetProperty("unexplained").GetInt32());
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Without_json_tables_are_written_and_the_unexplained_rows_listed()
    {
        Assert.Equal(1, await RunFileAsync(false, Heading, Good, "2,50000,0.15,24,9999,1"));
        Assert.Contains("9,999.00", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("7,579.00", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_line_is_named_on_standard_error_and_gives_exit_code_1()
    {
        Assert.Equal(1, await RunFileAsync(true, Heading, Good, "2,50000"));
        Assert.StartsWith(
            $"{_file}, line 3: The line has 2 cells where 6 belong.", _error.ToString(), StringComparison.Ordinal);
        var refused = JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("refused")[0];
        Assert.Equal("replay-file.cell-count", refused.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Another_format_gives_exit_code_2_and_a_sentence()
    {
        Assert.Equal(2, await RunFileAsync(true, "[1, 2, 3]"));
        Assert.Contains("another format", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _out.ToString());
    }

    [Theory]
    [InlineData("schedule", "--format", "renrendai")]
    [InlineData("schedule", "--file", "x")]
    [InlineData("schedule", "--format", "kiva", "--file", "x")]
    [InlineData("schedule", "--format", "renrendai", "--file", "/no/such/file")]
    [InlineData("schedule", "--format", "renrendai", "--file", "/")]
    [InlineData("schedule", "--format", "renrendai", "--file", "")]
    [InlineData("schedule", "--format", "renrendai", "--file", "x", "--fast")]
    [InlineData("sing")]
    public async Task Bad_usage_and_a_missing_file_give_exit_code_2_and_a_sentence(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.NotEqual("", _error.ToString());
        Assert.Equal("", _out.ToString());
    }

    [Fact]
    public async Task Without_a_verb_the_web_host_starts()
    {
        Assert.Null(await RunAsync());
        Assert.Null(await RunAsync("--urls", "http://localhost:5080"));
        Assert.Null(await RunAsync("--environment=Development"));
    }

    [Fact]
    public async Task Help_names_the_verbs()
    {
        Assert.Equal(0, await RunAsync("--help"));
        Assert.Contains("schedule", _out.ToString(), StringComparison.Ordinal);
    }

    private async Task<int?> RunFileAsync(bool json, params string[] lines)
    {
        await File.WriteAllLinesAsync(_file, lines, TestContext.Current.CancellationToken);
        string[] args = ["schedule", "--format", "renrendai", "--file", _file];
        return await RunAsync(json ? [.. args, "--json"] : args);
    }

    private Task<int?> RunAsync(params string[] args) => CommandLineRoot.TryRunAsync(
        args, new Terminal(_out, _error) { Culture = CultureInfo.InvariantCulture });
}
