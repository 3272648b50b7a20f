using CustodyConsole.Channel;
using CustodyConsole.Components.Layout;
using CustodyConsole.Demo;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using CardChangeDesk = CustodyConsole.Domain.Accounts.CardChangeDesk;
using PersonalData = CustodyConsole.Domain.Accounts.PersonalData;
using RevealDesk = CustodyConsole.Domain.Accounts.RevealDesk;

namespace CustodyConsole.Data;

/// <summary>What the host holds while it runs: its database, and the keys of the personal data in it.</summary>
public sealed record OpenedCustody(CustodyDatabase Database, PersonalData PersonalData) : IAsyncDisposable
{
    /// <summary>True where the demo bank was made just now.</summary>
    public bool IsNewDemo { get; init; }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

/// <summary>The custody database in the host: opened before anything listens, and given to pages and jobs.</summary>
public static class DataSetup
{
    /// <summary>The exit code of a host that could not use its database.</summary>
    public const int RefusedExitCode = 2;

    /// <summary>
    /// Opens the database that the settings name. A new bank becomes the demo bank where the settings want one, or gets
    /// its first accounting date, today in Shanghai. Where database or key cannot be used, the reason is printed and
    /// null returned.
    /// </summary>
    public static async Task<OpenedCustody?> OpenCustodyAsync(CustodySettings settings, TimeProvider time)
    {
        CustodyDatabase? database = null;
        try
        {
            var isNewDemo = await DemoBank.SeedIfEmptyAsync(settings.Database, settings, time, CancellationToken.None);
            database = await CustodyDatabase.OpenAsync(settings.Database, time);
            await using var db = database.CreateDbContext();
            var keys = PersonalDataKey.Load(settings.PersonalDataKeyFile, mayCreate: !await db.Users.AnyAsync());
            var today = BankTime.DateOf(time.GetUtcNow().UtcDateTime);
            _ = (await database.Writer.RunAsync(0, books => AccountingDates.SetUp(books, today))).Value;
            return new OpenedCustody(database, keys) { IsNewDemo = isNewDemo };
        }
        catch (DatabaseRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            if (database is not null) await database.DisposeAsync();
            return null;
        }
    }

    /// <summary>
    /// Contexts to read with, the one writer, the bank with its payment company, the desks of its staff, the accounting date of the frame, and
    /// the health of the database.
    /// </summary>
    public static IServiceCollection AddCustodyData(
        this IServiceCollection services, OpenedCustody custody, IConfiguration configuration)
    {
        var database = custody.Database;
        services.AddSingleton<IDbContextFactory<CustodyDb>>(database);
        services.AddSingleton(database.Writer);
        services.AddSingleton(custody.PersonalData);
        services.AddPaymentCompany(configuration);
        services.AddSingleton(provider => new CustodyBank(
            database.Writer, provider.GetRequiredService<IPaymentChannel>(), custody.PersonalData));
        services.AddSingleton(new StaffDesk(database.Writer));
        services.AddSingleton(provider => new DayEnd(
            provider.GetRequiredService<StaffDesk>(), database.Writer, provider.GetRequiredService<IPaymentChannel>(), database));
        services.AddSingleton(provider => new ApprovalDesk(
            provider.GetRequiredService<StaffDesk>(), database.Writer));
        services.AddSingleton(provider => new ActivationDesk(provider.GetRequiredService<StaffDesk>(), database.Writer));
        services.AddSingleton(provider => new OnboardingDesk(
            provider.GetRequiredService<StaffDesk>(), custody.PersonalData));
        services.AddSingleton(provider => new EvidenceDesk(provider.GetRequiredService<StaffDesk>()));
        services.AddSingleton(provider => new RevealDesk(
            provider.GetRequiredService<StaffDesk>(), custody.PersonalData));
        services.AddSingleton(provider => new CardChangeDesk(
            provider.GetRequiredService<StaffDesk>(), provider.GetRequiredService<IPaymentChannel>(),
            custody.PersonalData));
        services.AddScoped<ReadAccountingDate>(_ => async cancellationToken =>
        {
            await using var db = database.CreateDbContext();
            return await db.BankStates.Select(bank => (DateOnly?)bank.AccountingDate)
                .SingleOrDefaultAsync(cancellationToken);
        });
        services.AddHealthChecks().AddCheck<CustodyDbHealth>("custody");
        return services;
    }

    private sealed class CustodyDbHealth(IDbContextFactory<CustodyDb> factory) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            return await db.BankStates.AnyAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The custody database has no accounting date.");
        }
    }
}
