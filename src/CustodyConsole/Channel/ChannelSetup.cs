using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Channel;

/// <summary>The payment company of this installation, and the one place that chooses it.</summary>
public static class ChannelSetup
{
    /// <summary>Adds the embedded payment company and the job that hands its callbacks to the bank.</summary>
    public static IServiceCollection AddPaymentCompany(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Custody:Sandbox").Get<SandboxOptions>() ?? new SandboxOptions();
        services.AddSingleton(options);
        services.AddSingleton<SandboxChannel>();
        services.AddSingleton<IPaymentChannel>(provider => provider.GetRequiredService<SandboxChannel>());
        services.AddHostedService<SandboxCallbacks>();
        return services;
    }
}
