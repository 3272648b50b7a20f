using System.Diagnostics.CodeAnalysis;

namespace CustodyConsole.Domain;

/// <summary>The result of an operation that may be refused: either a value or a <see cref="Domain.Refusal"/>.</summary>
/// <remarks>
/// Ask <see cref="Done"/> first. There is nothing to chain on purpose: a refusal is returned at once, in the order that
/// the operation documents. The default value of this type is no outcome; reading it throws.
/// </remarks>
public readonly record struct Outcome<T>
{
    private readonly bool _done;
    private readonly T? _value;

    private Outcome(bool done, T? value, Refusal? refusal)
    {
        _done = done;
        _value = value;
        Refusal = refusal;
    }

    /// <summary>True when there is a value; false when there is a refusal.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Done => _done || Refusal is not null
        ? _done
        : throw new InvalidOperationException("This outcome was never set: it has neither a value nor a refusal.");

    /// <summary>The reason of the "no", or null when done.</summary>
    public Refusal? Refusal { get; }

    /// <summary>
    /// The value; throws <see cref="InvalidOperationException"/> naming the refusal when there is none.
    /// </summary>
    public T Value => Done
        ? _value!
        : throw new InvalidOperationException($"There is no value, the operation was refused: {Refusal}");

    /// <summary>A value is an outcome that is done.</summary>
    public static implicit operator Outcome<T>(T value) => new(true, value, null);

    /// <summary>A refusal is an outcome without a value.</summary>
    public static implicit operator Outcome<T>(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new(false, default, refusal);
    }

    /// <summary>The value or the refusal as text, for logs and failed tests.</summary>
    public override string ToString() =>
        _done ? $"done: {_value}" : Refusal is null ? "never set" : $"refused: {Refusal}";
}
