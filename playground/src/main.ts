import { configure, stats } from '@parloop/runtime';
import { mandelbrot } from './mandelbrot.ts';
import source from './mandelbrot.ts?raw';
import { mandelbrot as asItIsWritten } from './mandelbrot.ts?serial';
import { type Measurement, measure } from './measure.ts';
import { paint } from './paint.ts';

function element<E extends HTMLElement>(selector: string, kind: new () => E): E {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

const canvas = element('#picture', HTMLCanvasElement);
const form = element('#controls', HTMLFormElement);
const state = element('#state', HTMLOutputElement);
const button = element('#controls button', HTMLButtonElement);
const workers = element('[name=workers]', HTMLInputElement);

const text = (selector: string, value: string): void => {
  element(selector, HTMLElement).textContent = value;
};

/** Lets the browser draw what was changed. */
const drawn = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

function show({ serial, parallel, same }: Measurement): void {
  const longest = Math.max(serial, parallel);
  for (const [id, time] of Object.entries({ serial, parallel })) {
    text(`#${id} td`, `${time.toFixed(1)} ms`);
    element(`#${id} .bar`, HTMLElement).style.width = `${(100 * time) / longest}%`;
  }
  text('#speedup', `${(serial / parallel).toFixed(2)} ×`);
  text('#same', same ? 'yes, every pixel' : 'NO: please report this');
  text('#used', String(Math.max(0, ...stats().constructs.map(({ workersUsed }) => workersUsed))));
}

async function run(): Promise<void> {
  const values = new FormData(form);
  const limit = Number(values.get('limit'));
  const rounds = Number(values.get('rounds'));
  configure({ workers: Number(values.get('workers')) });
  const { width, height } = canvas;
  const versions = {
    serial: () => asItIsWritten(width, height, limit),
    parallel: () => mandelbrot(width, height, limit),
  };
  const measurement = await measure(versions, rounds, (round) => {
    state.value = `Round ${round} of ${rounds}`;
    return drawn();
  });
  show(measurement);
  paint(canvas, measurement.result, limit);
  state.value = 'Done';
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  button.disabled = true;
  run()
    .catch((error: unknown) => {
      state.value = String(error);
    })
    .finally(() => {
      button.disabled = false;
    });
});

workers.value = String(navigator.hardwareConcurrency);
text('#source', source);
paint(canvas, await mandelbrot(canvas.width, canvas.height, 500), 500);
