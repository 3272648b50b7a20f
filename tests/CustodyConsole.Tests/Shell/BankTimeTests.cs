using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Tests.Shell;

public sealed class BankTimeTests
{
    [Fact]
    public void An_instant_is_shown_in_the_banks_time()
    {
        var utc = new DateTime(2017, 8, 4, 17, 30, 5, DateTimeKind.Utc);
        Assert.Equal("2017-08-05 01:30:05", BankTime.Format(utc));
        Assert.Equal(new DateOnly(2017, 8, 5), BankTime.DateOf(utc));
    }
}
