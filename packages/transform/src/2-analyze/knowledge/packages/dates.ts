/** date-fns 4. What reads the default options (`setDefaultOptions`) is state, but for ISO weeks, which have options of their own. */
import { external, FRESH, PRIMITIVE, type Row, rows, type Table } from '../rows.ts';

const CLOCK: Row = { ...external('clock', 'fresh') };
const DEFAULTS: Row = { returns: 'unknown', state: 'the default options (setDefaultOptions)' };

const UNITS = 'Days Hours Milliseconds Minutes Months Quarters Seconds Weeks Years';
const DAYS = 'Friday Monday Saturday Sunday Thursday Tuesday Wednesday';
const PERIODS = 'Day Decade Hour Minute Month Quarter Second Year';
const each = (names: string, make: (name: string) => string): string => names.split(' ').map(make).join(' ');

export const DATE_FNS: Table = rows(
  [
    FRESH,
    `add sub ${each(UNITS, (u) => `add${u} sub${u}`)} addBusinessDays subBusinessDays addISOWeekYears subISOWeekYears`,
  ],
  [FRESH, each(PERIODS, (p) => `startOf${p} endOf${p}`)],
  [FRESH, 'startOfISOWeek endOfISOWeek startOfISOWeekYear endOfISOWeekYear lastDayOfISOWeek lastDayOfISOWeekYear'],
  [FRESH, 'lastDayOfDecade lastDayOfMonth lastDayOfQuarter lastDayOfYear'],
  [FRESH, `nextDay previousDay ${each(DAYS, (d) => `next${d} previous${d}`)}`],
  [FRESH, 'set setDate setDayOfYear setHours setISODay setISOWeek setISOWeekYear setMilliseconds setMinutes setMonth'],
  [FRESH, 'setQuarter setSeconds setYear clamp closestTo max min fromUnixTime toDate parseISO parseJSON'],
  [FRESH, 'roundToNearestHours roundToNearestMinutes intervalToDuration'],
  [FRESH, 'eachDayOfInterval eachHourOfInterval eachMinuteOfInterval eachMonthOfInterval eachQuarterOfInterval'],
  [FRESH, 'eachYearOfInterval eachWeekendOfInterval eachWeekendOfMonth eachWeekendOfYear'],
  [PRIMITIVE, each(UNITS, (u) => `differenceIn${u}`)],
  [PRIMITIVE, 'differenceInBusinessDays differenceInCalendarDays differenceInCalendarMonths'],
  [PRIMITIVE, 'differenceInCalendarQuarters differenceInCalendarYears differenceInCalendarISOWeeks'],
  [PRIMITIVE, 'differenceInCalendarISOWeekYears differenceInISOWeekYears'],
  [PRIMITIVE, 'areIntervalsOverlapping getOverlappingDaysInIntervals closestIndexTo compareAsc compareDesc'],
  [
    PRIMITIVE,
    'formatISO formatISODuration lightFormat getDate getDay getDayOfYear getDaysInMonth getDaysInYear getDecade',
  ],
  [PRIMITIVE, 'getHours getISODay getISOWeek getISOWeekYear getISOWeeksInYear getMilliseconds getMinutes getMonth'],
  [PRIMITIVE, 'getQuarter getSeconds getTime getUnixTime getYear isAfter isBefore isDate isEqual isExists'],
  [
    PRIMITIVE,
    `isFirstDayOfMonth isLastDayOfMonth isLeapYear isValid isWeekend isWithinInterval ${each(DAYS, (d) => `is${d}`)}`,
  ],
  [
    PRIMITIVE,
    'isSameDay isSameHour isSameISOWeek isSameISOWeekYear isSameMinute isSameMonth isSameQuarter isSameSecond',
  ],
  [PRIMITIVE, 'isSameYear milliseconds daysToWeeks hoursToMilliseconds hoursToMinutes hoursToSeconds'],
  [PRIMITIVE, 'millisecondsToHours millisecondsToMinutes millisecondsToSeconds minutesToHours minutesToMilliseconds'],
  [PRIMITIVE, 'minutesToSeconds monthsToQuarters monthsToYears quartersToMonths quartersToYears secondsToHours'],
  [PRIMITIVE, 'secondsToMilliseconds secondsToMinutes weeksToDays yearsToDays yearsToMonths yearsToQuarters'],
  [
    CLOCK,
    'isToday isTomorrow isYesterday isFuture isPast isThisHour isThisMinute isThisMonth isThisQuarter isThisSecond',
  ],
  [
    CLOCK,
    'isThisYear startOfToday startOfTomorrow startOfYesterday endOfToday endOfTomorrow endOfYesterday constructNow',
  ],
  [
    DEFAULTS,
    'format formatDistance formatDistanceStrict formatRelative formatDuration getWeek getWeekOfMonth getWeekYear',
  ],
  [
    DEFAULTS,
    'getWeeksInMonth startOfWeek endOfWeek lastDayOfWeek startOfWeekYear isSameWeek differenceInCalendarWeeks',
  ],
  [DEFAULTS, 'eachWeekOfInterval setDay setWeek setWeekYear parse isMatch'],
);
