using CustodyConsole.Components.Shared;

namespace CustodyConsole.Tests.Shell;

public sealed class ListStateTests
{
    [Fact]
    public void An_address_without_a_query_is_the_first_page_in_the_lists_own_order()
    {
        var state = ListState.Parse("http://host/accounts");
        Assert.Equal((1, ListState.DefaultSize, null, false, false),
            (state.Page, state.Size, state.Sort, state.Descending, state.IsFiltered));
    }

    [Theory]
    [InlineData("/accounts")]
    [InlineData("/accounts?page=3")]
    [InlineData("/accounts?q=%E5%BC%A0%E4%B8%89&role=Investor&sort=-openedAt&size=100&page=2")]
    [InlineData("/accounts?q=a%26b%3D%20%2B%23")]
    public void An_address_is_written_as_it_was_read(string path) =>
        Assert.Equal(path, ListState.Parse("http://host" + path).ApplyTo("http://host" + path));

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=-5")]
    [InlineData("?page=99999999999999999999")]
    [InlineData("?page=abc&size=7&sort=")]
    [InlineData("?page=%00&size=-50")]
    [InlineData("?&&=&page")]
    public void What_cannot_be_read_falls_back_to_the_default(string query) =>
        Assert.Equal(ListState.Parse(""), ListState.Parse("/accounts" + query).WithoutFilters());

    [Fact]
    public void A_filter_or_another_page_size_leads_back_to_the_first_page()
    {
        var state = ListState.Parse("/x?page=7&q=a");
        Assert.Equal(1, state.With("q", "b").Page);
        Assert.Equal(1, state.WithSize(100).Page);
        Assert.Equal(1, state.SortedBy("name").Page);
        Assert.Equal(7, state.WithPage(7).Page);
    }

    [Fact]
    public void A_column_orders_ascending_then_descending_then_not_at_all()
    {
        var first = ListState.Parse("/x").SortedBy("name");
        var second = first.SortedBy("name");
        var third = second.SortedBy("name");
        Assert.Equal([("name", false), ("name", true), (null, false)],
            new[] { first, second, third }.Select(s => (s.Sort, s.Descending)));
        Assert.Equal("/x?sort=-name", second.ApplyTo("/x"));
        Assert.Equal(("other", false), (second.SortedBy("other").Sort, second.SortedBy("other").Descending));
    }

    [Fact]
    public void An_empty_filter_is_no_filter()
    {
        var state = ListState.Parse("/x?q=a&empty=");
        Assert.Null(state.Text("empty"));
        Assert.False(state.With("q", "  ").IsFiltered);
        Assert.Equal("a b", state.With("q", " a b ").Text("q"));
    }

    [Fact]
    public void Two_lists_on_one_page_leave_each_others_state_alone()
    {
        const string Address = "/x?page=2&freezes.page=3&freezes.q=b&q=a";
        var (first, second) = (ListState.Parse(Address), ListState.Parse(Address, "freezes"));
        Assert.Equal((2, "a", 3, "b"), (first.Page, first.Text("q"), second.Page, second.Text("q")));
        Assert.Equal("/x?page=2&q=a&freezes.q=b&freezes.page=4", second.WithPage(4).ApplyTo(Address));
        Assert.Equal("/x?freezes.page=3&freezes.q=b&q=c", first.With("q", "c").ApplyTo(Address));
    }

    [Fact]
    public void Filters_are_read_as_dates_amounts_and_choices()
    {
        var state = ListState.Parse("/x?on=2017-08-04&min=1%2C234.5&tone=Danger");
        Assert.Equal(new DateOnly(2017, 8, 4), state.Date("on"));
        Assert.Equal(123_450, state.Fen("min"));
        Assert.Equal(Tone.Danger, state.Choice<Tone>("tone"));
    }

    [Fact]
    public void A_filter_that_is_no_date_amount_or_choice_is_none()
    {
        var state = ListState.Parse("/x?on=2017-13-04&min=1.234&max=99999999999999999999&tone=Purple&number=17");
        Assert.Null(state.Date("on"));
        Assert.Null(state.Fen("min"));
        Assert.Null(state.Fen("max"));
        Assert.Null(state.Choice<Tone>("tone"));
        Assert.Null(state.Choice<Tone>("number"));
    }

    [Fact]
    public void The_rows_before_the_last_possible_page_still_fit_a_number() =>
        Assert.Equal((ListState.PageMax - 1) * 200, ListState.Parse($"/x?size=200&page={ListState.PageMax}").Skip);
}
