using CustodyConsole.Domain;
using CustodyConsole.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

[assembly: AssemblyFixture(typeof(SampleBanks))]

namespace CustodyConsole.Tests.Features;

/// <summary>
/// One sample bank on each database for all tests that only read; each is made when the first test asks for it.
/// </summary>
public sealed class SampleBanks : IAsyncDisposable
{
    private readonly Dictionary<string, Task<SampleBank>> _banks = [];
    private readonly Lock _gate = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddLocalization()
        .BuildServiceProvider();

    /// <summary>Somebody who sees all of the bank.</summary>
    public static StaffMember Operator { get; } = new("operator", "经办", "10001", [Roles.Operator]);

    /// <summary>Staff of a payment company that none of the sample bank's pools has.</summary>
    public static StaffMember Stranger { get; } = new("stranger", "支付公司", "90009", [Roles.PaymentCompany], PaymentCompany: "他付通");

    public Task<SampleBank> OfAsync(string database)
    {
        lock (_gate)
        {
            if (!_banks.TryGetValue(database, out var bank)) _banks[database] = bank = SampleBank.OpenAsync(database);
            return bank;
        }
    }

    public IStringLocalizer<T> Words<T>() => _services.GetRequiredService<IStringLocalizer<T>>();

    public static IDbContextFactory<CustodyDb> Contexts(SampleBank bank) => bank.Database;

    public async ValueTask DisposeAsync()
    {
        foreach (var bank in _banks.Values) await (await bank).DisposeAsync();
        await _services.DisposeAsync();
    }
}
