using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustodyConsole.Domain.Writing;

/// <summary>
/// How rows of one entity are read and written with prepared commands: names from the EF model, accessors compiled once. Init-only
/// properties are written when the row is inserted and never again.
/// </summary>
public sealed class TableMap<T> where T : Row
{
    internal TableMap(IModel model)
    {
        var entity = model.FindEntityType(typeof(T))
            ?? throw new InvalidOperationException($"{typeof(T).Name} is not in the model.");
        IsVersioned = typeof(T) == typeof(Ledger.Account);
        Table = $"\"{entity.GetTableName()}\"";
        Columns = [.. entity.GetProperties()
            .OrderBy(property => property.Name != nameof(Row.Id))
            .Select(property => Column<T>.Of(property))];
        Changing = [.. Columns.Where(column => column.Changes)];
        SelectList = string.Join(", ", Columns.Select(column => column.Quoted));
        Read = CompileRead(Columns);
        Restore = CompileRestore(Changing);
    }

    /// <summary>True where a row may be updated only while its version is what it was when it was read.</summary>
    public bool IsVersioned { get; }

    /// <summary>The version of a row of a versioned table.</summary>
    public long VersionOf(T row) => ((Ledger.Account)(Row)row).Version;

    /// <summary>The quoted table name.</summary>
    public string Table { get; }

    /// <summary>All columns, the id first.</summary>
    public IReadOnlyList<Column<T>> Columns { get; }

    /// <summary>The columns that an update writes.</summary>
    public IReadOnlyList<Column<T>> Changing { get; }

    /// <summary>All columns, for a select.</summary>
    public string SelectList { get; }

    /// <summary>Makes a row from a reader that selected <see cref="SelectList"/>.</summary>
    public Func<DbDataReader, T> Read { get; }

    /// <summary>Copies the changing columns of the second row into the first.</summary>
    public Action<T, T> Restore { get; }

    private static Func<DbDataReader, T> CompileRead(IReadOnlyList<Column<T>> columns)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var row = Expression.Variable(typeof(T));
        var steps = new List<Expression> { Expression.Assign(row, Expression.New(typeof(T))) };
        for (var i = 0; i < columns.Count; i++)
        {
            var property = columns[i].Property;
            steps.Add(Expression.Assign(
                Expression.Property(row, property),
                Expression.Convert(columns[i].ReadFrom(reader, i), property.PropertyType)));
        }

        steps.Add(row);
        return Expression.Lambda<Func<DbDataReader, T>>(Expression.Block([row], steps), reader).Compile();
    }

    private static Action<T, T> CompileRestore(IReadOnlyList<Column<T>> changing)
    {
        var target = Expression.Parameter(typeof(T));
        var source = Expression.Parameter(typeof(T));
        var steps = changing.Select(column => (Expression)Expression.Assign(
            Expression.Property(target, column.Property),
            Expression.Property(source, column.Property)));
        return Expression.Lambda<Action<T, T>>(
            Expression.Block([.. steps, Expression.Empty()]), target, source).Compile();
    }
}

/// <summary>One column of a <see cref="TableMap{T}"/>.</summary>
public abstract class Column<T>(PropertyInfo property, string name, string storeType) where T : Row
{
    internal PropertyInfo Property { get; } = property;

    /// <summary>The quoted column name.</summary>
    public string Quoted { get; } = $"\"{name}\"";

    /// <summary>The database's type, from the provider's mapping.</summary>
    public string StoreType { get; } = storeType;

    /// <summary>True when an update may write it: the property has a setter that is not init-only.</summary>
    public bool Changes { get; } = property.Name != nameof(Row.Id) && property.SetMethod is { } setter
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    /// <summary>Gives the row's value to a statement's parameter, without boxing it.</summary>
    public abstract void Give(T row, IValueSink sink, int parameter);

    /// <summary>The values of many rows, for a set-based statement.</summary>
    public abstract Array ValuesOf(IReadOnlyList<T> rows);

    internal abstract Expression ReadFrom(Expression reader, int ordinal);

    internal static Column<T> Of(IProperty property)
    {
        var info = property.PropertyInfo!;
        var plain = Nullable.GetUnderlyingType(info.PropertyType) ?? info.PropertyType;
        var stored = plain.IsEnum ? typeof(int) : plain;
        if (plain != info.PropertyType) stored = typeof(Nullable<>).MakeGenericType(stored);
        return (Column<T>)Activator.CreateInstance(
            typeof(Column<,>).MakeGenericType(typeof(T), stored), info, property.GetColumnName(), property.GetColumnType())!;
    }
}

internal sealed class Column<T, TStored> : Column<T> where T : Row
{
    private readonly Func<T, TStored> _get;

    public Column(PropertyInfo property, string name, string storeType) : base(property, name, storeType)
    {
        var row = Expression.Parameter(typeof(T));
        _get = Expression.Lambda<Func<T, TStored>>(
            Expression.Convert(Expression.Property(row, property), typeof(TStored)), row).Compile();
    }

    public override void Give(T row, IValueSink sink, int parameter)
    {
        var value = _get(row);
        // The tests on the type are settled when the code is compiled for it; no value is boxed on the way.
        if (value is null) sink.Null(parameter);
        else if (typeof(TStored) == typeof(long)) sink.Number(parameter, (long)(object)value);
        else if (typeof(TStored) == typeof(int)) sink.Number(parameter, (int)(object)value);
        else if (typeof(TStored) == typeof(bool)) sink.Number(parameter, (bool)(object)value ? 1 : 0);
        else if (typeof(TStored) == typeof(long?)) sink.Number(parameter, ((long?)(object)value).GetValueOrDefault());
        else if (typeof(TStored) == typeof(int?)) sink.Number(parameter, ((int?)(object)value).GetValueOrDefault());
        else GiveOther(value, sink, parameter);
    }

    private static void GiveOther(object value, IValueSink sink, int parameter)
    {
        switch (value)
        {
            case string text: sink.Text(parameter, text); break;
            case byte[] bytes: sink.Bytes(parameter, bytes); break;
            case DateTime instant: sink.Instant(parameter, instant); break;
            case DateOnly date: sink.Date(parameter, date); break;
            default: throw new NotSupportedException($"Values of {typeof(TStored).Name} are not written yet.");
        }
    }

    public override Array ValuesOf(IReadOnlyList<T> rows)
    {
        var values = new TStored[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = _get(rows[i]);
        return values;
    }

    internal override Expression ReadFrom(Expression reader, int ordinal)
    {
        var index = Expression.Constant(ordinal);
        var plain = Nullable.GetUnderlyingType(typeof(TStored)) ?? typeof(TStored);
        Expression value = plain switch
        {
            _ when plain == typeof(long) => Call(nameof(DbDataReader.GetInt64)),
            _ when plain == typeof(int) => Call(nameof(DbDataReader.GetInt32)),
            _ when plain == typeof(string) => Call(nameof(DbDataReader.GetString)),
            _ when plain == typeof(bool) => Call(nameof(DbDataReader.GetBoolean)),
            _ when plain == typeof(DateTime) => Expression.Call(
                typeof(DateTime), nameof(DateTime.SpecifyKind), null,
                Call(nameof(DbDataReader.GetDateTime)), Expression.Constant(DateTimeKind.Utc)),
            _ => Expression.Call(reader, nameof(DbDataReader.GetFieldValue), [plain], index),
        };
        var target = Property.PropertyType;
        var converted = Expression.Convert(value, target);
        return Expression.Condition(
            Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, index), Expression.Default(target), converted);

        Expression Call(string method) => Expression.Call(reader, method, null, index);
    }
}

/// <summary>Takes the values of a statement's parameters.</summary>
public interface IValueSink
{
    /// <summary>No value.</summary>
    void Null(int parameter);

    /// <summary>A whole number, an enum or a flag.</summary>
    void Number(int parameter, long value);

    /// <summary>A text.</summary>
    void Text(int parameter, string value);

    /// <summary>Bytes.</summary>
    void Bytes(int parameter, byte[] value);

    /// <summary>An instant (UTC).</summary>
    void Instant(int parameter, DateTime utc);

    /// <summary>A date.</summary>
    void Date(int parameter, DateOnly value);
}
