using System.Globalization;

namespace CustodyConsole.Domain.Tests;

public sealed class OutcomeTests
{
    private static readonly Refusal No = new("test.no", "不行。", "No.");

    [Fact]
    public void A_value_is_done()
    {
        Outcome<int> outcome = 7;
        Assert.True(outcome.Done);
        Assert.Equal(7, outcome.Value);
        Assert.Null(outcome.Refusal);
    }

    [Fact]
    public void The_value_of_a_refused_outcome_throws_with_the_refusal_named()
    {
        Outcome<int> outcome = No;
        Assert.False(outcome.Done);
        Assert.Same(No, outcome.Refusal);
        var thrown = Assert.Throws<InvalidOperationException>(() => outcome.Value);
        Assert.Contains("test.no", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outcome_that_was_never_set_is_neither_done_nor_refused()
    {
        Assert.Throws<InvalidOperationException>(() => default(Outcome<string>).Done);
        Assert.Throws<InvalidOperationException>(() => default(Outcome<string>).Value);
    }

    [Theory]
    [InlineData("zh-CN", "不行。")]
    [InlineData("zh-Hans", "不行。")]
    [InlineData("en", "No.")]
    [InlineData("de-DE", "No.")]
    [InlineData("", "No.")]
    public void The_sentence_follows_the_culture(string culture, string sentence) =>
        Assert.Equal(sentence, No.Sentence(CultureInfo.GetCultureInfo(culture)));
}
