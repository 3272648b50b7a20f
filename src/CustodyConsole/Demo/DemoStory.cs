using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Demo;

/// <summary>
/// Ninety days of the demo bank and today: days are cut and closed, users come, loans are raised and repaid, money goes
/// in and out, and the rarer things happen on days of their own. Nothing is read from the bank but the answers to
/// requests, so the same days give the same story, and an interrupted one is told again from the start: what the bank
/// knows already, it answers again.
/// </summary>
internal sealed class DemoStory
{
    /// <summary>How many days before today the story begins.</summary>
    public const int Days = 90;

    private const int Seed = 20_170_804;

    private readonly DemoPlatform[] _platforms;
    private readonly DemoDesk _desk;
    private readonly DemoDiary _diary;
    private readonly DemoDraw _draw = new(Seed);
    private readonly DemoCashier _cashier;
    private readonly DemoRaising _raising;
    private readonly DemoServicing _servicing;
    private readonly DemoCompensations _compensations;
    private readonly DemoDays _days;
    private readonly IPaymentChannel _channel;
    private readonly PersonalData _personalData;
    private readonly DateOnly _firstDay;
    private readonly DateOnly _lastDay;

    public DemoStory(
        DemoPlatform[] platforms, DemoDesk desk, DemoCompensations compensations, DemoDays days, IPaymentChannel channel,
        PersonalData personalData, DateOnly firstDay)
    {
        _platforms = platforms;
        _desk = desk;
        _compensations = compensations;
        _days = days;
        _channel = channel;
        _personalData = personalData;
        _firstDay = firstDay;
        _lastDay = firstDay.AddDays(Days);
        _diary = new DemoDiary(_lastDay.ToDateTime(new TimeOnly(23, 59)));
        _cashier = new DemoCashier(desk, _diary, _draw);
        _raising = new DemoRaising(desk, _diary, _draw, _cashier, _lastDay);
        _servicing = new DemoServicing(desk, _diary, _draw, _cashier, _lastDay);
    }

    /// <summary>The people of the demo bank.</summary>
    public static InventedPeople People { get; } = new(Seed);

    /// <summary>Tells it all, and which day has begun.</summary>
    public async Task TellAsync(IProgress<DateOnly>? progress, CancellationToken cancellationToken)
    {
        for (var date = _firstDay.AddDays(1); date <= _lastDay; date = date.AddDays(1)) EnterDay(date, progress);
        foreach (var platform in _platforms)
        {
            DemoPeople.Join(platform, _platforms, People, _draw, _firstDay, (time, user) =>
                _diary.At(time, at => user.OpenAsync(at, _desk, _channel, _personalData)));
            EnterGuarantors(platform);
        }

        foreach (var kind in LoanKind.All) EnterListings(kind);
        new DemoRarities(_desk, _diary, _draw, _cashier, _firstDay).Enter(_platforms);
        _diary.At(_lastDay.AddDays(-7).ToDateTime(new TimeOnly(10, 20)), _compensations.RejectedAsync);
        await _diary.RunAsync(cancellationToken);
        await _compensations.LastDayAsync(_lastDay.ToDateTime(new TimeOnly(23, 50)));
        await _desk.FinishAsync();

        var end = _lastDay.ToDateTime(new TimeOnly(23, 59));
        var last = _platforms[0];
        var request = new RequestHead(last.PoolId, DemoDesk.LastRequestNo(last, _lastDay), $"api:{last.Terms.No}");
        await _desk.Ask(end, new AcceptRecharge(request, await last.Investors[0].AccountNo, 500_000, Verification.Sms));
    }

    private void EnterDay(DateOnly date, IProgress<DateOnly>? progress)
    {
        // A night of jobs begins with its day cut, before anything of the new day.
        if (_days.IsOfJobs(date)) _days.EnterNight(_diary, date);
        _diary.At(date.ToDateTime(default), async _ =>
        {
            await _desk.FinishAsync();
            if (!_days.IsOfJobs(date)) _desk.CutDay(date);
            progress?.Report(date);
            foreach (var platform in _platforms) EnterFlows(platform, date);
        });
        if (!_days.IsOfJobs(date)) _days.EnterNight(_diary, date);
    }

    /// <summary>Investors who take money out, and some who bring money before they know what for.</summary>
    private void EnterFlows(DemoPlatform platform, DateOnly date)
    {
        for (var i = _draw.CountOn(date, platform.WithdrawalsADay); i > 0; i--)
        {
            _diary.At(_draw.TimeOn(date), async at =>
            {
                var able = platform.Investors.Where(user => !user.Apart && user.WithdrawableFen >= 30_000).ToList();
                if (able.Count == 0) return;
                var user = _draw.OneOf(able);
                var amountFen = (user.WithdrawableFen - DemoCashier.FeeOnTopFen(platform)) / 100 * 100;
                if (amountFen > 200_000 && _draw.Happens(500)) amountFen = amountFen / 2 / 10_000 * 10_000;
                await _cashier.WithdrawAsync(at, user, amountFen);
            });
        }

        for (var i = _draw.CountOn(date, 1); i > 0; i--)
        {
            _diary.At(_draw.TimeOn(date), at =>
            {
                var there = platform.Investors.Where(user => !user.Apart && user.OpenedAt < at).ToList();
                if (there.Count > 0) _cashier.Recharge(at, _draw.OneOf(there), 50_000L * _draw.Between(1, 60));
            });
        }
    }

    private void EnterGuarantors(DemoPlatform platform)
    {
        var morning = _firstDay.ToDateTime(new TimeOnly(10, 0));
        foreach (var guarantor in platform.Guarantors)
            _cashier.Recharge(morning, guarantor, 10_000_000L * _draw.Between(2, 5), DemoRecharge.Succeeded);
    }

    /// <summary>Spreads the listings of one kind over its days and the platforms.</summary>
    private void EnterListings(LoanKind kind)
    {
        for (var i = 0; i < kind.Count; i++)
        {
            var day = kind.Count == 1 ? kind.From : kind.From + i * (kind.Until - kind.From) / (kind.Count - 1);
            var platform = OneByShare();
            _diary.At(
                _draw.TimeOn(_firstDay.AddDays(day), 9, 12),
                at => _raising.RegisterAsync(at, platform, kind, _servicing.Released));
        }
    }

    private DemoPlatform OneByShare()
    {
        var left = _draw.Between(0, _platforms.Sum(platform => platform.ListingsPercent) - 1);
        return _platforms.First(platform => (left -= platform.ListingsPercent) < 0);
    }
}
