using CustodyConsole.Domain;

namespace CustodyConsole.Security;

/// <summary>
/// Another proof of who the person is, on an open page, before money is approved. It holds for
/// <see cref="StaffMember.ProofHolds"/> and for this page's connection only: another tab asks again.
/// </summary>
public sealed class StepUp(CurrentStaff staff, IServiceScopeFactory scopes, TimeProvider time)
{
    private TaskCompletionSource<bool>? _asked;

    /// <summary>Raised when a page wants the proof; the frame's dialog listens.</summary>
    public event Action? Asked;

    /// <summary>True while a page waits for the proof.</summary>
    public bool IsAsked => _asked is not null;

    /// <summary>
    /// True at once while the last proof holds; else when the person has proved it in the dialog, false when they gave up.
    /// </summary>
    public Task<bool> AskAsync()
    {
        if (staff.ProvedAtUtc is { } proved && time.GetUtcNow().UtcDateTime - proved < StaffMember.ProofHolds)
            return Task.FromResult(true);
        _asked ??= new TaskCompletionSource<bool>();
        Asked?.Invoke();
        return _asked.Task;
    }

    /// <summary>Looks at the password or one-time code; null when it is right, and then whoever asked goes on.</summary>
    public async Task<Refusal?> ProveAsync(string? secret, CancellationToken cancellationToken = default)
    {
        var person = await staff.GetAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<SignInDesk>();
        var isRecognised = secret is { Length: > 0 and <= 256 } && person.Roles.Count > 0
            && await desk.ProveAsync(person.UserName, secret, person.Address, cancellationToken);
        if (!isRecognised) return StaffRefusals.ProofFailed();
        staff.ProvedAtUtc = time.GetUtcNow().UtcDateTime;
        Answer(true);
        return null;
    }

    /// <summary>The person gave up.</summary>
    public void GiveUp() => Answer(false);

    private void Answer(bool proved)
    {
        var asked = _asked;
        _asked = null;
        asked?.SetResult(proved);
    }
}
