using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Calendar;

public sealed class TakeNoticeTests
{
    [Theory, OnBothDatabases]
    public async Task A_notice_taken_over_holds_from_then_on_and_is_taken_once(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var day = new DateOnly(2030, 10, 1);
        NoticeDay[] days = [new(day, true, "国庆节"), new(new DateOnly(2030, 10, 5), false, "国庆节")];
        var before = bank.Clock.GetUtcNow().UtcDateTime.AddSeconds(-1);

        var first = (await bank.Writer.RunAsync(CustodyStore.NoPool, books => TakeNotice.Run(books, 2030, days, "2030.json"))).Value;
        var again = (await bank.Writer.RunAsync(CustodyStore.NoPool, books => TakeNotice.Run(books, 2030, days, "2030.json"))).Value;

        Assert.Equal([day, new DateOnly(2030, 10, 5)], first.Changed);
        Assert.False(again.IsNew);
        await using var db = bank.Db();
        Assert.Equal(1, await db.CalendarNotices.CountAsync());
        Assert.True((await CalendarNotice.CalendarAsync(db, before)).IsProvisional(day));
        var now = await CalendarNotice.CalendarAsync(db, bank.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal((DayKind.Holiday, "国庆节"), (now.KindOf(day), now.NameOf(day)));
    }
}
